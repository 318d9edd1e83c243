package io.disconnectalerts.vendors;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A vendor whose robots may also ask for a signature, a keyword and known addresses; by default they ask for none. */
public abstract class SecuredServer extends VendorServer {

    private static final Duration SKEW = Duration.ofHours(1);

    private volatile String secret = "";
    private volatile String keyword = "";
    private volatile IpList ips = new IpList(List.of());

    SecuredServer(InstantSource clock, int port, String token) {
        super(clock, port, token);
    }

    /** Asks for signed messages; empty = no longer. */
    public final void secret(String secret) {
        this.secret = secret;
    }

    /** Asks for this word in every message; empty = no longer. */
    public final void keyword(String keyword) {
        this.keyword = keyword;
    }

    /** Listens to these addresses only; none = to all. */
    public final void ips(String... entries) {
        ips = new IpList(List.of(entries));
    }

    final String secret() {
        return secret;
    }

    final String keyword() {
        return keyword;
    }

    final boolean listensTo(String address) {
        return ips.allows(address);
    }

    final boolean near(Instant timestamp) {
        return Duration.between(timestamp, now()).abs().compareTo(SKEW) <= 0;
    }

    static String hmac(String key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
