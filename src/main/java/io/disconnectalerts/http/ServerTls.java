package io.disconnectalerts.http;

import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.tls.PemFile;
import java.io.IOException;
import java.security.KeyStore;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/**
 * TLS for the HTTP entrance, from a PEM certificate chain and its PEM key; the embedded server takes them as a key
 * store only.
 */
public final class ServerTls {
    /** The key store never leaves the memory. */
    private static final String PASSWORD = "in memory";

    private ServerTls() {
    }

    public static SSLContextParameters of(String cert, String key) {
        try {
            KeyStoreParameters store = new KeyStoreParameters();
            store.setKeyStore(store(new PemFile("http.cert", cert).with(new PemFile("http.key", key))));
            KeyManagersParameters keys = new KeyManagersParameters();
            keys.setKeyStore(store);
            keys.setKeyPassword(PASSWORD);
            TrustManagersParameters trust = new TrustManagersParameters();
            trust.setKeyStore(store);
            SSLContextParameters tls = new SSLContextParameters();
            tls.setKeyManagers(keys);
            tls.setTrustManagers(trust);
            return tls;
        } catch (IOException unreadable) {
            throw new SettingException(unreadable.getMessage());
        } catch (Exception unusable) {
            throw new SettingException("http.cert and http.key cannot be used: " + unusable.getMessage());
        }
    }

    private static KeyStore store(X509KeyManager pem) throws Exception {
        String alias = Stream.of("RSA", "EC", "EdDSA").map(kind -> pem.getServerAliases(kind, null))
                .filter(found -> found != null)
                .flatMap(Stream::of).findFirst().orElseThrow(() -> new IllegalArgumentException("neither an RSA nor "
                + "an elliptic curve key"));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("server", pem.getPrivateKey(alias), PASSWORD.toCharArray(), pem.getCertificateChain(alias));
        return store;
    }
}
