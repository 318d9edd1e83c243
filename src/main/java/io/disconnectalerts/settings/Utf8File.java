package io.disconnectalerts.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A file as editors save it: UTF-8, with or without a byte order mark. */
public record Utf8File(String name, byte[] bytes) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** @throws SettingException with the line of what is not UTF-8 */
    public String text() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult end = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (end.isError()) {
            long line = 1 + text.chars().filter(letter -> letter == '\n').count();
            throw new SettingException(name + " is not UTF-8 in line " + line + ": save it as UTF-8");
        }
        return text.toString().replaceFirst("^" + BYTE_ORDER_MARK, "");
    }

    /** The settings it holds; of one that stands there twice, the last. */
    public Properties settings() {
        return load(new Properties());
    }

    /** The settings that stand there more than once. */
    public Set<String> repeated() {
        Set<String> repeated = new TreeSet<>();
        load(new Properties() {
            @Override
            public synchronized Object put(Object setting, Object value) {
                if (containsKey(setting)) {
                    repeated.add(setting.toString());
                }
                return super.put(setting, value);
            }
        });
        return repeated;
    }

    /** The last line that declares a setting; 0 if none does. */
    public int line(String setting) {
        Pattern declares = Pattern.compile("[ \\t\\f]*" + Pattern.quote(setting)
                + "([ \\t\\f]*[=:\uFF1A\uFF1D].*|[ \\t\\f].*|)");
        List<String> lines = text().lines().toList();
        return IntStream.rangeClosed(1, lines.size()).filter(line -> declares.matcher(lines.get(line - 1)).matches())
                .max().orElse(0);
    }

    private Properties load(Properties settings) {
        try {
            settings.load(new StringReader(text()));
            return settings;
        } catch (IOException | IllegalArgumentException malformed) {
            throw new SettingException(name + " cannot be read: behind a backslash and a u stand four hexadecimal"
                    + " digits; for a backslash itself write two");
        }
    }
}
