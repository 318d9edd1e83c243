package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * An input as text. What does not fit its charset is refused: with letters replaced, several devices would be one.
 *
 * @param text without what may stand before and behind it: a byte order mark, NULs as NanoMQ sends them, space
 * @param kept what is parked of it: its bytes, or as UTF-8 if they could not be read without its headers
 */
record Input(String text, byte[] kept) {
    /** Of an input, packed or not. */
    static final int MOST_BYTES = 1 << 20;
    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
    private static final Set<String> PLAIN = Set.of("", "identity");
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*[\"']?([^\\s;,\"']+)");

    /** @param contentType the header Content-Type, null or empty if there is none */
    static Input of(byte[] bytes, String contentType) throws Refusal {
        Matcher said = contentType == null ? null : CHARSET.matcher(contentType);
        return said != null && said.find() ? as(said.group(1), bytes) : of(bytes);
    }

    private static Input of(byte[] bytes) throws Refusal {
        Charset charset = detected(bytes);
        Input input = as(charset, bytes);
        if (input == null) {
            throw new Refusal("it is not " + (charset.equals(UTF_8) ? "UTF-8" : "UTF-16")
                    + ": send UTF-8, or over HTTP say its charset in Content-Type");
        }
        return input;
    }

    private static Input as(String name, byte[] bytes) throws Refusal {
        Charset charset;
        try {
            charset = Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            throw new Refusal("its charset '" + shown(name) + "' is none that is known: send UTF-8");
        }
        Input input = as(charset, bytes);
        if (input == null) {
            throw new Refusal("its charset is '" + shown(name) + "', but it is not, or is broken: send UTF-8");
        }
        return input;
    }

    /** Null if not all of it fits. Only where U+FFFD stands is looked again: it may have been sent. */
    private static Input as(Charset charset, byte[] bytes) {
        String text = new String(bytes, charset);
        if (text.indexOf('\uFFFD') >= 0 && !fits(bytes, charset)) {
            return null;
        }
        String bare = bare(text);
        return new Input(bare, charset.equals(UTF_8) ? bytes : bare.getBytes(UTF_8));
    }

    private static boolean fits(byte[] bytes, Charset charset) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    /** What was {@link #kept} of one: no more characters than it had bytes as it came. */
    static Input parked(byte[] kept) throws Refusal {
        String text = of(kept).text();
        if (text.length() > MOST_BYTES) {
            throw tooLarge();
        }
        return new Input(text, kept);
    }

    static Refusal tooLarge() {
        return new Refusal("it is larger than 1 MiB");
    }

    /**
     * @param header the header Content-Encoding, null or empty if there is none
     * @return null if it is more than {@value #MOST_BYTES} bytes once it is unpacked
     */
    static byte[] unpacked(byte[] payload, String header) throws Refusal {
        String encoding = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        if (PLAIN.contains(encoding)) {
            return payload;
        }
        if (!GZIP.contains(encoding)) {
            throw new Refusal("its Content-Encoding is '" + shown(encoding)
                    + "': only gzip is unpacked, and only once");
        }
        try (GZIPInputStream packed = new GZIPInputStream(new ByteArrayInputStream(payload))) {
            byte[] bytes = packed.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES ? null : bytes;
        } catch (IOException broken) {
            throw new Refusal("its Content-Encoding is gzip, but it is not, or is broken");
        }
    }

    /** JSON begins with an ASCII character, half of which is 0 in UTF-16. */
    private static Charset detected(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 255) << 8 | bytes[1] & 255;
        boolean big = first == 0xFEFF || first > 0 && first < 256 && bytes.length > 2 && bytes[2] == 0;
        boolean little = first == 0xFFFE || first >= 256 && (first & 255) == 0;
        return big ? UTF_16BE : little ? UTF_16LE : UTF_8;
    }

    private static String bare(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && around(text.charAt(start))) {
            start++;
        }
        while (start < end && around(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean around(char character) {
        return character == '\u0000' || character == '\uFEFF' || Character.isWhitespace(character);
    }

    /** A header's value in a sentence. */
    private static String shown(String value) {
        return value.substring(0, Math.min(40, value.length())).replaceAll("[^\\w.,/ -]", "?");
    }
}
