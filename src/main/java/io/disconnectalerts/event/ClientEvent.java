package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * A client that is gone, as every later stage knows it, whatever shape the broker gave it.
 *
 * @param clientid       never empty
 * @param username       empty if unknown
 * @param reason         one word of an open set, empty if the broker gave none
 * @param peername       the client's address, {@code ip:port} or only the ip; empty if unknown
 * @param peerhost       the client's ip without port; empty if unknown
 * @param listener       the port the client had connected to; empty if unknown
 * @param node           the broker node that saw it, {@code name@host}; empty if unknown
 * @param disconnectedAt when the broker saw it go; when it was received, if the broker did not say
 * @param timing         whether the broker said when
 * @param receivedAt     when this program got it
 * @param attributes     the client's attributes ({@code client_attrs})
 * @param key            the same for the same disconnect, however often it is delivered
 */
public record ClientEvent(String clientid, String username, String reason, String peername, String peerhost,
        String listener, String node, Instant disconnectedAt, Timing timing, Instant receivedAt,
        Map<String, String> attributes, String key) implements Reading {

    @Override
    public String kind() {
        return "disconnected";
    }

    /** How a broker tells the time of an event; {@link #UNUSABLE} is one that can be none. */
    public enum Timing {
        SAID, UNSAID, UNUSABLE
    }

    /** The reason in the word that the rules ask for, whatever the broker writes for it. */
    public String cause() {
        return Reason.word(reason);
    }

    /** A key of bounded length that rises with time, so that an index over many stays quick. */
    static String key(long millis, String... identity) {
        return HexFormat.of().toHexDigits(millis, 12) + "-" + hash(identity);
    }

    static String hash(String... identity) {
        try {
            byte[] text = String.join("\u0000", identity).getBytes(UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
