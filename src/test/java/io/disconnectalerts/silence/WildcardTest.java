package io.disconnectalerts.silence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {

    @ParameterizedTest
    @CsvSource({
        "pump-*, pump-, true", "pump-*, pump-17, true", "pump-*, xpump-17, false", "pump-*, PUMP-17, false",
        "*-17, pump-17, true", "*-17, pump-171, false", "p*1*7, pump-17, true", "p*7*1, pump-17, false",
        "a*a, a, false", "a*a, aa, true", "ab*ba, aba, false", "*, '', true", "**, x, true", "pump-17, pump-17, true",
        "pump-17, pump-1, false", ".*, ab, false", "a?c, abc, false", "*ab*ab*, ab, false", "*ab*ab*, xabyabz, true",
        "泵*, 泵房一, true", "$SYS/*, $SYS/x, true"})
    void aStarStandsForAnythingAndNothingElseDoes(String pattern, String text, boolean matches) {
        assertEquals(matches, new Wildcard(pattern).matches(text));
    }

    /** Against a regular expression that means the same. */
    @Test
    void itMeansWhatItSays() {
        Random random = new Random(17);
        for (int i = 0; i < 200_000; i++) {
            String pattern = word(random, "aab*", 7);
            String text = word(random, "aab", 9);
            Pattern same = Pattern.compile(Stream.of(pattern.split("\\*", -1)).map(Pattern::quote)
                    .collect(Collectors.joining(".*")));
            assertEquals(same.matcher(text).matches(), new Wildcard(pattern).matches(text), pattern + " " + text);
        }
    }

    private static String word(Random random, String letters, int most) {
        return random.ints(random.nextInt(most), 0, letters.length()).mapToObj(letters::charAt).map(String::valueOf)
                .collect(Collectors.joining());
    }

    @Test
    void whatIsHardForOthersTakesNoTime() {
        String pattern = "a*".repeat(128) + "b";
        String text = "a".repeat(1_000_000);
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            for (int i = 0; i < 100; i++) {
                assertFalse(new Wildcard(pattern).matches(text));
                assertFalse(new Wildcard("*" + pattern + "*").matches(text));
            }
        });
    }

    @Test
    void everythingIsStarsAlone() {
        assertTrue(new Wildcard("**").everything());
        assertFalse(new Wildcard("*a*").everything());
        assertFalse(new Wildcard("").everything());
    }
}
