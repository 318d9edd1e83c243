package io.disconnectalerts.robot;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The one function behind all signatures; the platforms differ in what is key and what is message. */
final class HmacSha256 {

    private static final String NAME = "HmacSHA256";

    private HmacSha256() {}

    static String base64(String key, String message) {
        return base64(key.getBytes(UTF_8), message.getBytes(UTF_8));
    }

    /** @param message in parts */
    static String base64(byte[] key, byte[]... message) {
        try {
            Mac mac = Mac.getInstance(NAME);
            mac.init(new SecretKeySpec(key, NAME));
            for (byte[] part : message) {
                mac.update(part);
            }
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + NAME, e);
        }
    }
}
