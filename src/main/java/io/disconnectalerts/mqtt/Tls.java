package io.disconnectalerts.mqtt;

import io.disconnectalerts.bundle.Address;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom to trust and who we are on an encrypted connection: PEM files, empty for the JVM's authorities and no certificate. */
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
        for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(ca)))) {
            authorities.setCertificateEntry(Integer.toString(authorities.size()), authority);
        }
        if (authorities.size() == 0) {
            throw new IOException("the file " + ca + " holds no certificate");
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        return trust.getTrustManagers();
    }

    private KeyManager[] keys() throws Exception {
        if (isSet(cert) != isSet(key)) {
            throw new IOException("a client certificate needs both its file and its key's file");
        }
        if (!isSet(cert)) {
            return null;
        }
        return new PemKeyCertOptions().setCertValue(Buffer.buffer(read(cert))).setKeyValue(Buffer.buffer(read(key)))
                .getKeyManagerFactory(null).getKeyManagers();
    }

    private static boolean isSet(String file) {
        return file != null && !file.isBlank();
    }

    private static byte[] read(String file) throws IOException {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new IOException("the file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
