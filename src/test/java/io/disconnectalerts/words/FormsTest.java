package io.disconnectalerts.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.velocity.VelocityContext;
import org.junit.jupiter.api.Test;

/** A form that was parsed before is laid out with the text it has now, and with the values of this message alone. */
class FormsTest {
    private static final String FORM = """
            ${body.heading}
            #foreach($row in $body.rows)
             ${foreach.count}. ${row.label}${row.value}
            #end
            """;
    private final Forms forms = new Forms();

    private String laidOut(String form, String heading, String... values) {
        StringWriter text = new StringWriter();
        Wording wording = new Wording(heading, Stream.of(values).map(value -> new Wording.Row("at ", value)).toList(),
                List.of(), "");
        VelocityContext context = new VelocityContext(new HashMap<>(Map.of("body", wording)));
        forms.evaluate(context, text, "form", new StringReader(form));
        return text.toString();
    }

    @Test
    void eachMessageHasItsOwnValues() {
        assertEquals("lost\n 1. at noon\n 2. at night\n", laidOut(FORM, "lost", "noon", "night"));
        assertEquals("back\n", laidOut(FORM, "back"));
    }

    @Test
    void anEditedFormIsUsedAtOnce() {
        assertEquals("lost\n", laidOut("${body.heading}\n", "lost"));
        assertEquals("lost!\n", laidOut("${body.heading}!\n", "lost"));
    }

    @Test
    void aByteOrderMarkIsNotSaid() {
        assertEquals("lost\n", laidOut("\uFEFF${body.heading}\n", "lost"));
    }

    @Test
    void aMalformedOneSaysWhereAndIsMended() {
        String wrong = assertThrows(IllegalArgumentException.class, () -> laidOut("#foreach($row)\n", "lost"))
                .getMessage();
        assertTrue(wrong.contains("line 1"), wrong);
        assertEquals("lost", laidOut("${body.heading}", "lost"));
    }

    @Test
    void severalRobotsUseOneAtOnce() {
        List<String> headings = IntStream.range(0, 2_000).mapToObj(Integer::toString).toList();
        assertEquals(headings.stream().map(heading -> heading + "\n 1. at " + heading + "\n").toList(),
                headings.parallelStream().map(heading -> laidOut(FORM, heading, heading)).toList());
    }
}
