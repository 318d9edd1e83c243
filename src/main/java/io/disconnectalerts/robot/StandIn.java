package io.disconnectalerts.robot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.URIAuthority;

/**
 * A host that stands for one with an underscore, as Compose and Swarm name them, until a request leaves: to
 * {@link java.net.URI}, and so to Camel's HTTP component, such a name is no host.
 */
public final class StandIn {
    private static final Pattern HOST = Pattern.compile("(?<=^https?://)[^/@:]+");
    private static final String UNDERSCORE = "x-underscore-x";

    private StandIn() {
    }

    /** The address, with the stand-in if its host needs one. */
    public static String in(String address) {
        return HOST.matcher(address).replaceFirst(
                host -> Matcher.quoteReplacement(host.group().replace("_", UNDERSCORE)));
    }

    /** Where a request goes in truth; it says so itself from now on. */
    static ExecChain.Scope resolve(ClassicHttpRequest request, ExecChain.Scope scope) {
        HttpHost target = scope.route.getTargetHost();
        if (!target.getHostName().contains(UNDERSCORE)) {
            return scope;
        }
        HttpHost meant = new HttpHost(target.getSchemeName(), target.getHostName().replace(UNDERSCORE, "_"),
                target.getPort());
        request.setAuthority(new URIAuthority(meant));
        HttpRoute route = scope.route.getProxyHost() == null
                ? new HttpRoute(meant, scope.route.getLocalAddress(), scope.route.isSecure())
                : new HttpRoute(meant, scope.route.getLocalAddress(), scope.route.getProxyHost(),
                        scope.route.isSecure());
        return new ExecChain.Scope(scope.exchangeId, route, scope.originalRequest, scope.execRuntime,
                scope.clientContext);
    }
}
