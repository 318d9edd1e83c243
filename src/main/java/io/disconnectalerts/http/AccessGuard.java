package io.disconnectalerts.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets in who shows the token, and nothing that a page of somebody else's has a browser ask. */
final class AccessGuard {
    /** RFC 9110: the scheme's case is of no matter. */
    private static final Pattern BEARER = Pattern.compile("Bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

    private final byte[] expected;

    /** @param token empty if everybody may come in, which only a loopback address allows */
    AccessGuard(String token) {
        this.expected = token.isEmpty() ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes the same time wherever the first difference is. */
    boolean admits(String authorization) {
        if (expected == null) {
            return true;
        }
        Matcher shown = BEARER.matcher(authorization == null ? "" : authorization);
        return shown.matches() && MessageDigest.isEqual(expected, shown.group(1).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Why a browser should not have asked, or nothing. A page is known by its origin. One whose name was made to lead
     * to this machine (DNS rebinding) has the program's own: a token keeps it out, and where there is none, its name.
     *
     * @param host    with the port; empty if the request names none, as no browser's does
     * @param origins as many as the request has
     */
    Optional<String> stranger(String scheme, String host, List<String> origins) {
        String own = origins.isEmpty() ? "" : origin(scheme + "://" + host);
        if (!origins.stream().map(AccessGuard::origin).allMatch(own::equals)) {
            return Optional.of("the page that asks is not of " + own + ": ask without Origin, as programs do");
        }
        if (expected == null && !host.isEmpty() && !THIS_MACHINE.matcher(host).matches()) {
            return Optional.of("without a token only localhost, 127.0.0.1 and [::1] are answered: set http.token");
        }
        return Optional.empty();
    }

    /** In lower case, and without the port its scheme has anyway. */
    private static String origin(String text) {
        return text.toLowerCase(Locale.ROOT).replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2");
    }
}
