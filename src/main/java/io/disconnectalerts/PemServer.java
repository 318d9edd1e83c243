package io.disconnectalerts;

import io.disconnectalerts.bundle.SettingException;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** TLS for the HTTP entrance, from a PEM certificate chain and its PEM key. */
final class PemServer extends SSLContextParameters {
    private final String cert;
    private final String key;

    PemServer(String cert, String key) {
        this.cert = cert;
        this.key = key;
    }

    @Override
    public SSLContext createSSLContext(CamelContext context) {
        Vertx vertx = Vertx.vertx();
        try {
            SSLContext ssl = SSLContext.getInstance("TLS");
            ssl.init(new PemKeyCertOptions().setCertPath(cert).setKeyPath(key).getKeyManagerFactory(vertx).getKeyManagers(), null, null);
            return ssl;
        } catch (Exception unusable) {
            throw new SettingException("http.cert and http.key cannot be used: " + unusable.getMessage());
        } finally {
            vertx.close();
        }
    }
}
