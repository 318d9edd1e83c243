package io.disconnectalerts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the commands print, and answer to a script. */
class CommandsTest {
    /** In Shanghai. */
    private static final long EIGHT = Instant.parse("2026-11-27T00:00:00Z").toEpochMilli();

    @TempDir
    private Path folder;
    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        PrintWriter out = new PrintWriter(said);
        return Commands.commandLine(out, out).execute(arguments);
    }

    @ParameterizedTest(name = "{0} {1} -> {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            {"clientid":"a","reason":"kicked"} | '' | 0 | class      removed
            {"clientid":"a","reason":"kicked"} | '' | 0 | severity   warning
            {"clientid":"a","reason":"kicked"} | '' | 0 | rule       removed
            {"clientid":"a","reason":"kicked"} | '' | 0 | told to    wecom (off: wecom.token turns it on), dingtalk \
            (off: dingtalk.token turns it on), feishu (off: feishu.token turns it on), webhook (off: \
            webhook.url turns it on)
            {"clientid":"a","reason":"moonshine"} | '' | 0 | rule       unknown
            {"clientid":"a","reason":"normal"} | '' | 0 | told to    nobody
            {"clientid":"a","event":"client.connected"} | '' | 0 | class      connected
            {"clientid":"a","event":"client.connected"} | '' | 0 | told to    nobody
            {"name":"cpu","event":"alarm.activated"} | $SYS/brokers/emqx@n/alarms/activate | 0 | alarm      emqx@n/cpu
            {"name":"cpu"} | $SYS/brokers/emqx@n/alarms/deactivate | 0 | rule       ended
            {"clientid":"a","event":"client.ping"} | '' | 0 | \
            ignored: an event that brokers send too, and that is nobody's alarm
            {"reason":"kicked"} | $SYS/brokers/emqx@n/clients/door-9/disconnected | 0 | client     door-9
            [{"clientid":"a","reason":"x"},{"clientid":"b","reason":"x"}] | '' | 0 | client     b
            {"clientid":"a","reason":"x"}¶{"clientid":"b","reason":"x"} | '' | 0 | client     b
            {"clientid":"a"} | '' | 1 | wrong: it would be refused and parked: it does not say what happened: add \
            event, reason or disconnected_at
            {"clientid":"a"} | alerts/clients/disconnected | 0 | client     a
            {"reason":"kicked"} | '' | 1 | wrong: it would be refused and parked: it has no clientid: add clientid
            """)
    void trySaysWhatBecomesOfAnEvent(String event, String topic, int code, String line) throws Exception {
        Path file = Files.writeString(folder.resolve("event.json"), event.replace('¶', '\n'));
        assertEquals(code, run("try", file.toString(), "--topic", topic), said.toString());
        assertTrue(said.toString().lines().toList().contains(line), said.toString());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {"clientid":"a","reason":"kicked"} | told to    dingtalk (off: dingtalk.token turns it on), feishu
            {"clientid":"a","reason":"kicked"} | not told   wecom, whose filter asks ${body.atLeast('critical')}
            {"clientid":"a","reason":"tcp_closed"} | told to    wecom
            [{"clientid":"a","reason":"kicked"},{"clientid":"b","reason":"x"}] | not told   wecom, whose filter asks
            """)
    void trySaysWhichFilterKeptARobotFromBeingTold(String event, String line) throws Exception {
        Path file = Files.writeString(folder.resolve("event.json"), event);
        System.setProperty("wecom.least-severity", "critical");
        try {
            assertEquals(0, run("try", file.toString()), said.toString());
        } finally {
            System.clearProperty("wecom.least-severity");
        }
        assertTrue(said.toString().lines().anyMatch(each -> each.startsWith(line)), said.toString());
    }

    @ParameterizedTest(name = "{0} at {1} -> {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            kicked            | 07:30-09:00 | not yet    wecom, which waits until 09:00 (quiet hours of wecom)
            kicked            | 09:00-07:30 | -
            keepalive_timeout | 07:30-09:00 | -
            """)
    void trySaysWhoseQuietHoursKeepItAndUntilWhen(String reason, String hours, String line) throws Exception {
        Path single = Files.writeString(folder.resolve("event.json"), disconnected(reason, 0, 9));
        Path story = Files.writeString(folder.resolve("story.json"), disconnected(reason, 0, 9) + connected(99));
        System.setProperty("wecom.quiet-hours", hours);
        try {
            for (Path file : List.of(single, story)) {
                said.getBuffer().setLength(0);
                assertEquals(0, run("try", file.toString()), said.toString());
                assertEquals(line == null ? 0 : file == single ? 1 : 2, said.toString().lines()
                        .filter(each -> each.startsWith("not yet") && each.equals(line)).count(), said.toString());
            }
        } finally {
            System.clearProperty("wecom.quiet-hours");
        }
    }

    @Test
    void tryTellsWhatTheGroupsReadAtTheEndOfAWindow() throws Exception {
        Path file = Files.writeString(folder.resolve("event.json"), disconnected("keepalive_timeout", -60, 0)
                + connected(20) + disconnected("tcp_closed", 20, 60));
        System.setProperty("silence.windows", "daily 07:30-08:30 clientid=a");
        try {
            assertEquals(0, run("try", file.toString()), said.toString());
        } finally {
            System.clearProperty("silence.windows");
        }
        String end = said.toString().substring(said.toString().lastIndexOf("at         "));
        assertTrue(end.startsWith("at         2026-11-27 08:30:00"), said.toString());
        assertTrue(end.contains("told to    ") && end.contains("静默结束告警") && end.contains("期间未通知:2 条")
                && end.contains("仍未恢复:1 个"), said.toString());
    }

    private static String disconnected(String reason, int since, int at) {
        return "{\"clientid\":\"a\",\"reason\":\"" + reason + "\",\"connected_at\":" + (EIGHT + since * 1000)
                + ",\"disconnected_at\":" + (EIGHT + at * 1000) + "}\n";
    }

    private static String connected(int at) {
        return "{\"event\":\"client.connected\",\"clientid\":\"a\",\"connected_at\":" + (EIGHT + at * 1000) + "}\n";
    }

    /** By turns it is replaced on one host by the other. */
    private static String twin(int second) {
        return disconnected("takenover", second, second + 1).replace("{", "{\"peername\":\"10.0.0." + (1 + second % 2)
                + ":4000\",");
    }

    static Stream<Arguments> stories() {
        String lost = disconnected("keepalive_timeout", -60, 0);
        String replaced = disconnected("takenover", -60, 0);
        return Stream.of(
                arguments("back", lost + connected(60), "at 2026-11-27 08:00:00; device is gone; told 设备离线告警; "
                        + "at 2026-11-27 08:01:00; device is connected; device is back; told 设备恢复告警"),
                arguments("another session is lost", lost + disconnected("tcp_closed", 30, 40),
                        "at 2026-11-27 08:00:00; device is gone; told 设备离线告警; "
                        + "at 2026-11-27 08:00:40; device is gone; told 设备离线告警"),
                arguments("replaced, and the new connection is seen", replaced + connected(1),
                        "at 2026-11-27 08:00:00; device waits 10 s whether it comes back; told to nobody; "
                        + "at 2026-11-27 08:00:01; device is connected; told to nobody; at 2026-11-27 08:00:01; "
                        + "told to nobody; at 2026-11-27 08:00:10; device was replaced by a new connection, which is "
                        + "known; told to nobody"),
                arguments("replaced, and nothing is seen", replaced,
                        "at 2026-11-27 08:00:00; device waits 10 s whether it comes back; told to nobody; "
                        + "at 2026-11-27 08:00:00; told to nobody; at 2026-11-27 08:00:10; device is gone; "
                        + "told 设备离线告警"),
                arguments("two with one client id", connected(0) + IntStream.range(0, 3).mapToObj(i -> twin(i)
                        + connected(i + 1)).collect(Collectors.joining()),
                        "at 2026-11-27 08:00:00; device is connected; told to nobody; "
                        + "at 2026-11-27 08:00:01; device waits 10 s whether it comes back; told to nobody; "
                        + "at 2026-11-27 08:00:01; device is connected; told to nobody; "
                        + "at 2026-11-27 08:00:02; device waits 10 s whether it comes back; told to nobody; "
                        + "at 2026-11-27 08:00:02; device is connected; told to nobody; "
                        + "at 2026-11-27 08:00:03; device is two devices with one name, on 10.0.0.1 and 10.0.0.2; "
                        + "nothing more is told of it until it is steady; told to"),
                arguments("the same again", lost + lost, "at 2026-11-27 08:00:00; device is gone; told 设备离线告警; "
                        + "at 2026-11-27 08:00:00; device was heard before; told to nobody"),
                arguments("times that run back", lost.replace("" + EIGHT, "" + (EIGHT + 60_000)) + connected(90) + lost,
                        "at 2026-11-27 08:01:00; device is gone; told 设备离线告警; at 2026-11-27 08:01:30; "
                        + "device is connected; device is back; told 设备恢复告警; at 2026-11-27 08:01:30; "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void tryTellsTheStoryOfSeveral(String name, String events, String story) throws Exception {
        Path file = Files.writeString(folder.resolve("events.json"), events + "{\"event\":\"client.ping\"}\n");
        assertEquals(0, run("try", file.toString()), said.toString());
        String told = said.toString().replaceAll("(?m)^told to .*\\n\\n.*\\n.*?(设备..告警).*", "told $1").lines()
                .filter(line -> line.matches("(at|device|told) .*")).map(line -> line.replaceAll(" +", " "))
                .collect(Collectors.joining("; "));
        assertEquals(story, told.substring(0, Math.min(story.length(), told.length())), said.toString());
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            --help             | 0 | Usage: disconnect-alerts
            --version          | 0 | disconnect-alerts unpackaged
            try --help         | 0 | Usage: disconnect-alerts try
            check --help       | 0 | 1   something is wrong, and a line says what
            send-test --help   | 0 | Usage: disconnect-alerts send-test
            send-test          | 1 | wrong: no robot is on: set dingtalk.token or feishu.token or webhook.url or \
            wecom.token
            send-test feishu   | 1 | wrong: robot feishu is off: feishu.token turns it on
            send-test slack    | 1 | wrong: robot slack is none that a route delivers to
            try no-such-file   | 1 | wrong: no-such-file cannot be read
            try                | 2 | Missing required parameter: 'EVENT'
            chekc              | 2 | Unmatched argument at index 0: 'chekc'
            """)
    void theCommandLineBehavesAsPeopleExpect(String arguments, int code, String line) throws Exception {
        assertEquals(code, run(arguments.split(" ")), said.toString());
        assertTrue(said.toString().contains(line), said.toString());
    }
}
