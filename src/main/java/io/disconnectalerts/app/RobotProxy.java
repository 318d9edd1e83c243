package io.disconnectalerts.app;

import io.disconnectalerts.settings.Address;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;

/** The way to the platforms: direct, or through an HTTP proxy, {@code http://[user:password@]host:port}. */
public final class RobotProxy {
    private RobotProxy() {
    }

    /** @param proxy empty for direct */
    public static void install(CamelContext context, String proxy) {
        Address.of(proxy).ifPresent(address -> {
            for (String scheme : List.of("http", "https")) {
                HttpComponent robots = context.getComponent(scheme, HttpComponent.class);
                robots.setProxyHost(address.host());
                robots.setProxyPort(address.port());
                // How to speak to the proxy itself; Camel would speak TLS to it for an https robot.
                robots.setProxyAuthScheme("http");
                if (address.user() != null) {
                    robots.setProxyAuthUsername(address.user().split(":", 2)[0]);
                    robots.setProxyAuthPassword(address.user().split(":", 2)[1]);
                }
            }
        });
    }
}
