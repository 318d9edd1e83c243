package io.disconnectalerts.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret is found however it is encoded, and looking for it never takes long. */
class SecretTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonMapper ASCII = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final List<UnaryOperator<String>> ENCODINGS = List.of(
            text -> URLEncoder.encode(text, StandardCharsets.UTF_8),
            text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"),
            text -> Pattern.compile("%..").matcher(URLEncoder.encode(text, StandardCharsets.UTF_8))
                    .replaceAll(code -> code.group().toLowerCase(Locale.ROOT)),
            text -> string(JSON, text), text -> string(ASCII, text), text -> text.replace("/", "\\/"));
    private static final List<String> AROUND =
            List.of("", " ", "key=", "\"", "\\", "\\\\\"", "%", "%25", "/", "abc", "\u544a\u8b66", "\ud83d\ude00");
    /** Every character that is written otherwise somewhere, and some that are not. */
    private static final int[] LETTERS =
            "abcdefuU0123456789 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~%\\%\\\u00e9\u544a\ud83d\ude00".codePoints()
            .toArray();

    private static String string(JsonMapper mapper, String text) {
        try {
            String quoted = mapper.writeValueAsString(text);
            return quoted.substring(1, quoted.length() - 1);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    @Test
    void howeverItIsEncodedAndWhateverStandsAroundItNothingOfItIsShown() {
        Random random = new Random(17);
        for (int i = 0; i < 50_000; i++) {
            String secret = random.ints(8 + random.nextInt(30), 0, LETTERS.length).map(letter -> LETTERS[letter])
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            String said = secret;
            for (int times = random.nextInt(4); times > 0; times--) {
                said = any(random, ENCODINGS).apply(said);
            }
            String before = any(random, AROUND);
            String behind = any(random, AROUND);
            String masked = Secret.mask(before + said + behind, List.of(new Secret(secret)));
            assertTrue(masked.contains("***"), () -> secret + " in " + masked);
            assertEquals((before + behind).replace("\\", ""), masked.replace("***", "").replace("\\", ""),
                    () -> secret + " in " + masked);
        }
    }

    private static <T> T any(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A search that goes back and forth takes minutes for each of these. */
    @ParameterizedTest(name = "{0} in many {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            \"\"\"\"\"\"\"\"           | \\
            \\\\\\\\a"b/c               | \\
            ab"/c"/d"/e"/f                | a\\
            //////////////////            | \\/
            %%%%%%%%%%%%                  | %25
            %25252525252525x              | 25
            %2%2%2%2%2%2%2%2              | %2
            %5C%5C%5C%5C%5C%5C            | %5C
            \"%\"%\"%\"%                  | %5C%22
            aaaaaaaaaaaaaaaaaaaaaaaaaaaab | a
            ++++++++ ++++++++             | +
            """)
    void aLineOfAMegabyteIsDoneAtOnce(String secret, String piece) {
        String line = "%" + piece.repeat(1_000_000 / piece.length());
        String masked = assertTimeoutPreemptively(Duration.ofSeconds(10),
                () -> Secret.mask(line, List.of(new Secret(secret), new Secret("x" + secret))));
        assertTrue(masked.length() <= line.length() + 2);
    }
}
