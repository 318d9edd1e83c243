package io.disconnectalerts.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.X509KeyManager;

/** A PEM file that a setting names; a sentence about it names both. */
public record PemFile(String setting, String path) {

    /** @throws IOException if it cannot be read or holds none */
    public Collection<? extends Certificate> certificates() throws IOException {
        Collection<? extends Certificate> certificates = certificates(bytes());
        if (certificates.isEmpty()) {
            throw new IOException(setting + ": the file " + path + " holds no certificate");
        }
        return certificates;
    }

    private static Collection<? extends Certificate> certificates(byte[] pem) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        } catch (CertificateException unreadable) {
            return List.of();
        }
    }

    /**
     * Who shows the certificate chain that is in this file.
     *
     * @param key the file with the key that belongs to it
     * @throws IOException if one cannot be read, or the two cannot be used together
     */
    public X509KeyManager with(PemFile key) throws IOException {
        PemKeyCertOptions identity = new PemKeyCertOptions().setCertValue(Buffer.buffer(bytes()))
                .setKeyValue(Buffer.buffer(key.bytes()));
        try {
            return (X509KeyManager) identity.getKeyManagerFactory(null).getKeyManagers()[0];
        } catch (Exception unusable) {
            throw new IOException(setting + " and " + key.setting + " cannot be used (" + unusable.getMessage() + ")");
        }
    }

    private byte[] bytes() throws IOException {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (IOException unreadable) {
            throw new IOException(setting + ": the file " + path + " cannot be read ("
                    + unreadable.getClass().getSimpleName() + ")");
        }
    }
}
