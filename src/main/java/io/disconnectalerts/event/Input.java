package io.disconnectalerts.event;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * An input as text. What is no character in its charset is told as U+FFFD: an alarm matters more than a letter of it.
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

    /**
     * @param encoding    the header Content-Encoding, null or empty if there is none
     * @param contentType the header Content-Type, null or empty if there is none
     * @return null if it is more than {@value #MOST_BYTES} bytes once it is unpacked
     */
    static Input of(byte[] payload, String encoding, String contentType) throws Refusal {
        byte[] bytes = encoding == null ? payload : unpacked(payload, encoding.strip().toLowerCase(Locale.ROOT));
        if (bytes.length > MOST_BYTES) {
            return null;
        }
        Charset charset = contentType == null ? detected(bytes) : charset(bytes, contentType);
        String text = bare(text(bytes, charset));
        return new Input(text, charset.equals(UTF_8) ? bytes : text.getBytes(UTF_8));
    }

    /** What was {@link #kept} of one: no more characters than it had bytes as it came. */
    static Input parked(byte[] kept) throws Refusal {
        String text = bare(text(kept, detected(kept)));
        if (text.length() > MOST_BYTES) {
            throw tooLarge();
        }
        return new Input(text, kept);
    }

    static Refusal tooLarge() {
        return new Refusal("it is larger than 1 MiB");
    }

    private static byte[] unpacked(byte[] payload, String encoding) throws Refusal {
        if (PLAIN.contains(encoding)) {
            return payload;
        }
        if (!GZIP.contains(encoding)) {
            throw new Refusal("its Content-Encoding is '" + shown(encoding)
                    + "': only gzip is unpacked, and only once");
        }
        try (GZIPInputStream packed = new GZIPInputStream(new ByteArrayInputStream(payload))) {
            return packed.readNBytes(MOST_BYTES + 1);
        } catch (IOException broken) {
            throw new Refusal("its Content-Encoding is gzip, but it is not, or is broken");
        }
    }

    private static Charset charset(byte[] bytes, String contentType) throws Refusal {
        Matcher declared = CHARSET.matcher(contentType);
        if (!declared.find()) {
            return detected(bytes);
        }
        try {
            return Charset.forName(declared.group(1));
        } catch (IllegalArgumentException unknown) {
            throw new Refusal("its charset '" + shown(declared.group(1)) + "' is none that is known: send UTF-8");
        }
    }

    /** JSON begins with an ASCII character, half of which is 0 in UTF-16. */
    private static Charset detected(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 255) << 8 | bytes[1] & 255;
        boolean big = first == 0xFEFF || first > 0 && first < 256 && bytes.length > 2 && bytes[2] == 0;
        boolean little = first == 0xFFFE || first >= 256 && (first & 255) == 0;
        return big ? UTF_16BE : little ? UTF_16LE : UTF_8;
    }

    private static String text(byte[] bytes, Charset charset) {
        String text = new String(bytes, charset);
        return charset.equals(UTF_8) && text.contains(Row.REPLACEMENT) ? apart(bytes) : text;
    }

    /** Each byte that is of no character becomes the lone surrogate U+DC00 + byte, so that ids stay apart. */
    private static String apart(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = UTF_8.newDecoder();
        for (CoderResult end = decoder.decode(from, text, true); end.isError();
                end = decoder.decode(from, text, true)) {
            for (int i = 0; i < end.length(); i++) {
                text.put((char) (Character.MIN_LOW_SURROGATE | from.get() & 255));
            }
        }
        return text.flip().toString();
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
