package io.disconnectalerts.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is: {@code scheme://[user@]host[:port][/path]}. A host may have underscores, as Compose and Swarm name
 * them; {@link URI} then knows neither host nor port.
 *
 * @param user decoded, or null
 * @param host a name, or a number of either version of IP, without brackets
 * @param port -1 if there is none
 * @param path empty if there is none
 */
public record Address(String scheme, String user, String host, int port, String path) {
    private static final Pattern PARTS =
            Pattern.compile("([a-z]+)://(?:([^/@]+)@)?(?:\\[([0-9A-Fa-f:.]+)]|([\\w.-]+))(?::(\\d{1,5}))?(/[^?#]*)?");

    /** Empty if it is no address, or one with a query. */
    public static Optional<Address> of(String text) {
        Matcher parts = PARTS.matcher(text);
        return parts.matches() && isUri(text) && isPort(parts.group(5)) ? Optional.of(of(parts)) : Optional.empty();
    }

    private static Address of(Matcher parts) {
        return new Address(parts.group(1),
                parts.group(2) == null ? null : URI.create("user:" + parts.group(2)).getSchemeSpecificPart(),
                parts.group(3) == null ? parts.group(4) : parts.group(3),
                parts.group(5) == null ? -1 : Integer.parseInt(parts.group(5)),
                parts.group(6) == null ? "" : parts.group(6));
    }

    private static boolean isPort(String digits) {
        return digits == null || Integer.parseInt(digits) <= 65_535;
    }

    private static boolean isUri(String text) {
        try {
            return !new URI(text).isOpaque();
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    public String place() {
        return place(host, port);
    }

    /** {@code host:port} as it stands in an address. */
    public static String place(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + (port < 0 ? "" : ":" + port);
    }
}
