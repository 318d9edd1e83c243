package io.disconnectalerts.mqtt;

import io.disconnectalerts.settings.Address;
import io.disconnectalerts.tls.PemFile;
import java.io.IOException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom to trust and who we are on an encrypted connection: PEM files, empty for the JVM's authorities and no
 * certificate.
 */
record Tls(String ca, String cert, String key) {

    static boolean isFor(Address server) {
        return server.scheme().equals("ssl") || server.scheme().equals("wss");
    }

    /** @throws IOException naming the file that cannot be read or does not hold what it should. */
    SSLSocketFactory socketFactory() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(), trust(), null);
        return context.getSocketFactory();
    }

    private TrustManager[] trust() throws Exception {
        if (!isSet(ca)) {
            return null;
        }
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        for (Certificate authority : new PemFile("mqtt.ca", ca).certificates()) {
            authorities.setCertificateEntry(Integer.toString(authorities.size()), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        return trust.getTrustManagers();
    }

    private KeyManager[] keys() throws IOException {
        if (isSet(cert) != isSet(key)) {
            throw new IOException("mqtt.cert and mqtt.key: a client's certificate needs its key");
        }
        return isSet(cert) ? new KeyManager[] {new PemFile("mqtt.cert", cert).with(new PemFile("mqtt.key", key))}
                : null;
    }

    private static boolean isSet(String file) {
        return file != null && !file.isBlank();
    }
}
