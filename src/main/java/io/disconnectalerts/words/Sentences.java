package io.disconnectalerts.words;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the program itself says in English, in other languages as far as that is known; the page reads them too. */
final class Sentences {
    private static final String FILE = "/disconnect-alerts/page/sentences.json";
    /** What somebody else says in one may be of any length, and is shown no further than this. */
    private static final int LONGEST = 400;
    private static final String SLOT = "{}";
    private static final Pattern EACH_SLOT = Pattern.compile(Pattern.quote(SLOT));
    private static final Map<String, List<Sentence>> BY_LANGUAGE = read();

    /** A slot stands for anything, which is said in the language too if that is known. */
    private record Sentence(Pattern said, String meant) {
        private Sentence(List<String> pair) {
            this(Pattern.compile(Stream.of(EACH_SLOT.split(pair.get(0), -1)).map(Pattern::quote)
                    .collect(Collectors.joining("(.*?)")), Pattern.DOTALL), pair.get(1));
        }
    }

    private Sentences() {
    }

    private static Map<String, List<Sentence>> read() {
        try (InputStream file = Sentences.class.getResourceAsStream(FILE)) {
            return new ObjectMapper().readValue(file, new TypeReference<Map<String, List<List<String>>>>() { })
                    .entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                            language -> language.getValue().stream().map(Sentence::new).toList()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** As it stands if it is not known in the language. */
    static String in(String language, String sentence) {
        if (sentence.length() > LONGEST) {
            return sentence;
        }
        for (Sentence known : BY_LANGUAGE.getOrDefault(language, List.of())) {
            Matcher said = known.said.matcher(sentence);
            if (said.matches()) {
                int[] slot = {0};
                return EACH_SLOT.matcher(known.meant).replaceAll(each ->
                        Matcher.quoteReplacement(in(language, said.group(++slot[0]))));
            }
        }
        return sentence;
    }
}
