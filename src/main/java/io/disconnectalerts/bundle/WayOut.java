package io.disconnectalerts.bundle;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;

/** The way to the platforms: direct, or through an HTTP proxy, {@code http://[user:password@]host:port}. */
public final class WayOut {
    private WayOut() {
    }

    /** @param proxy empty for direct */
    public static void install(CamelContext context, String proxy) {
        if (proxy.isEmpty()) {
            return;
        }
        URI address = URI.create(proxy);
        for (String scheme : List.of("http", "https")) {
            HttpComponent robots = context.getComponent(scheme, HttpComponent.class);
            robots.setProxyHost(address.getHost());
            robots.setProxyPort(address.getPort());
            // How to speak to the proxy itself; Camel would speak TLS to it for an https robot.
            robots.setProxyAuthScheme("http");
            user(proxy).ifPresent(user -> {
                robots.setProxyAuthUsername(user.split(":", 2)[0]);
                robots.setProxyAuthPassword(user.split(":", 2)[1]);
            });
        }
    }

    public static boolean knows(String proxy) {
        try {
            URI address = URI.create(proxy);
            return "http".equals(address.getScheme()) && address.getHost() != null && address.getPort() > 0
                    && user(proxy).stream().allMatch(user -> user.contains(":"));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** {@code user:password}, decoded, if the proxy wants to know who comes. */
    public static Optional<String> user(String proxy) {
        return Optional.ofNullable(URI.create(proxy).getUserInfo());
    }
}
