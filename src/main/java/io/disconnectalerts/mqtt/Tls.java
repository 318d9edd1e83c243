package io.disconnectalerts.mqtt;

import io.disconnectalerts.settings.Address;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
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
        for (Certificate authority : certificates(read("mqtt.ca", ca).getBytes())) {
            authorities.setCertificateEntry(Integer.toString(authorities.size()), authority);
        }
        if (authorities.size() == 0) {
            throw new IOException("mqtt.ca: the file " + ca + " holds no certificate");
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        return trust.getTrustManagers();
    }

    private static Collection<? extends Certificate> certificates(byte[] pem) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        } catch (CertificateException unreadable) {
            return List.of();
        }
    }

    private KeyManager[] keys() throws Exception {
        if (isSet(cert) != isSet(key)) {
            throw new IOException("mqtt.cert and mqtt.key: a client's certificate needs its key");
        }
        if (!isSet(cert)) {
            return null;
        }
        PemKeyCertOptions own = new PemKeyCertOptions().setCertValue(read("mqtt.cert", cert))
                .setKeyValue(read("mqtt.key", key));
        try {
            return own.getKeyManagerFactory(null).getKeyManagers();
        } catch (Exception unusable) {
            throw new IOException("mqtt.cert and mqtt.key cannot be used (" + unusable.getMessage() + ")");
        }
    }

    private static boolean isSet(String file) {
        return file != null && !file.isBlank();
    }

    private static Buffer read(String setting, String file) throws IOException {
        try {
            return Buffer.buffer(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new IOException(setting + ": the file " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }
}
