package io.disconnectalerts.mqtt;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** Whom to trust and who we are on an encrypted connection: PEM files, empty for the JVM's authorities and no certificate. */
record Tls(String ca, String cert, String key) {

    static boolean isFor(URI server) {
        return "ssl".equals(server.getScheme()) || "wss".equals(server.getScheme());
    }

    /** @throws IOException naming the file that is missing or cannot be read. */
    SSLSocketFactory socketFactory() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(), trust(), null);
        return context.getSocketFactory();
    }

    private TrustManager[] trust() throws Exception {
        return isSet(ca) ? new PemTrustOptions().addCertValue(read(ca)).getTrustManagerFactory(null).getTrustManagers() : null;
    }

    private KeyManager[] keys() throws Exception {
        if (isSet(cert) != isSet(key)) {
            throw new IOException("a client certificate needs both its file and its key's file");
        }
        return isSet(cert)
                ? new PemKeyCertOptions().setCertValue(read(cert)).setKeyValue(read(key)).getKeyManagerFactory(null).getKeyManagers()
                : null;
    }

    private static boolean isSet(String file) {
        return file != null && !file.isBlank();
    }

    private static Buffer read(String file) throws IOException {
        try {
            return Buffer.buffer(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new IOException("the file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
