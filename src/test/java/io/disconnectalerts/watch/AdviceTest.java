package io.disconnectalerts.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.parking.Parking.Parked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviceTest {

    private static Advice of(String source, String payload, boolean refused) {
        return of(source, payload, refused, null);
    }

    private static Advice of(String source, String payload, boolean refused, String asked) {
        return Advice.of(List.of(new Parked(12, "2025-09-16T09:45:45Z", source, null, "why", payload, null, refused,
                payload.getBytes())), "zh-CN", asked).get(0);
    }

    @ParameterizedTest(name = "{1} by {0} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            mqtt | undefined | nothing of an event is in it: choose the payload ${.} in EMQX's republish action; then \
            DELETE /parked/12
            mqtt | '' | nothing of an event is in it: choose the payload ${.} in EMQX's republish action; then DELETE \
            /parked/12
            http | clientid=dev-1 | nothing of an event is in it: leave the body of EMQX's HTTP action empty; then \
            DELETE /parked/12
            amqp | 7 | nothing of an event is in it: mend what sends it; then DELETE /parked/12
            mqtt | '  {"reason": "x"}' | let the rule SELECT *, or at least clientid, reason and disconnected_at, and \
            its action send that as it is; then POST /parked/12/retry if this one can be read by now, else DELETE \
            /parked/12
            http | [{"clientid":"a"},1] | let the rule SELECT *, or at least clientid, reason and disconnected_at, and \
            its action send that as it is; then POST /parked/12/retry if this one can be read by now, else DELETE \
            /parked/12
            """)
    void whoeverSendsWhatCannotBeReadIsToldWhereToMendIt(String source, String payload, String todo) {
        assertEquals(todo, of(source, payload, false).todo());
    }

    @ParameterizedTest
    @CsvSource({"wecom", "dingtalk2"})
    void aRefusedMessageNamesFilesThatAreThere(String robot) {
        String todo = of(robot, "{}", true).todo();
        assertTrue(todo.contains("POST /parked/12/retry") && todo.contains("DELETE /parked/12"), todo);
        Pattern.compile("(templates|kamelets)/[\\w./-]+\\w").matcher(todo).results()
                .forEach(file -> assertTrue(Files.exists(Path.of(file.group())), file.group()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "null", delimiter = '|', textBlock = """
            zh-CN | 其中没有事件：请修正发送方；然后 DELETE /parked/12
            zh-Hant;q=0.8, en | 其中没有事件：请修正发送方；然后 DELETE /parked/12
            en-GB,zh;q=0.5 | nothing of an event is in it: mend what sends it; then DELETE /parked/12
            de | nothing of an event is in it: mend what sends it; then DELETE /parked/12
            *;;, | nothing of an event is in it: mend what sends it; then DELETE /parked/12
            null | nothing of an event is in it: mend what sends it; then DELETE /parked/12
            """)
    void itIsSaidInTheLanguageOfWhoeverReadsIt(String asked, String todo) {
        assertEquals(todo, of("amqp", "7", false, asked).todo());
    }

    /** What is to be filled in, and what is to be typed, is the same in both. */
    @ParameterizedTest
    @CsvSource({"mqtt, undefined, false", "http, undefined, false", "http, {}, false", "wecom, {}, true"})
    void bothLanguagesNameTheSame(String source, String payload, boolean refused) {
        Function<String, Set<String>> named = asked -> Pattern.compile("[!-~]*[/_*{][!-~]*\\w")
                .matcher(of(source, payload, refused, asked).todo()).results().map(MatchResult::group)
                .collect(Collectors.toSet());
        assertEquals(named.apply("en"), named.apply("zh"));
    }

    @Test
    void itIsShownBesideTheRest() {
        assertEquals(List.of("id", "parkedAt", "source", "topic", "reason", "payload", "broker", "refused", "todo"),
                List.copyOf(new ObjectMapper().valueToTree(of("mqtt", "x", false)).properties().stream().map(
                        field -> field.getKey()).toList()));
    }
}
