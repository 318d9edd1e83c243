package io.disconnectalerts.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.Given;
import io.disconnectalerts.alert.Daily;
import io.disconnectalerts.alert.StillGone;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftTest {
    private static final int WECOM = 2_048;

    private static List<Message> messages(int count, int width) {
        return IntStream.range(0, count)
                .mapToObj(i -> Given.message(Map.of("clientid", "告".repeat(width), "disconnected_at",
                1758015945678L + i))).toList();
    }

    private static Draft wecom(List<Message> messages, boolean plain) {
        return Draft.of(Given.batch(messages, plain), "wecom", "zh-CN", "+08:00", "");
    }

    private static String worded(Draft draft, Function<Object, String> template) {
        for (int rounds = 0; draft.unfinished(); rounds++) {
            assertTrue(rounds < 10, "it comes to an end");
            draft = Draft.worded(draft, template.apply(draft.words()));
        }
        return draft.text();
    }

    private static String lines(Object words) {
        return "告警" + ((Wording) words).items().stream().map(item -> "\n" + item.replaceFirst(" .*", ""))
                .collect(Collectors.joining());
    }

    /** What a digest says behind a label; {@code -} if it has no such row. */
    private static String said(List<Message> messages, String label) {
        return wecom(messages, false).words().rows().stream().filter(row -> row.label().equals(label + ":"))
                .map(Wording.Row::value).findFirst().orElse(Style.NONE);
    }

    @ParameterizedTest(name = "{1} clients of {2} characters: {3} are listed")
    @CsvSource({"digest, 2, 1, 2", "digest, 30, 1, 30", "digest, 31, 1, 10", "digest, 5000, 22, 10",
            "digest, 30, 23, 29", "digest, 30, 50, 13", "digest, 40, 128, 5"})
    void theLargestNumberOfClientsThatFitsIsListed(String template, int count, int width, int listed) {
        Draft draft = wecom(messages(count, width), false);
        assertEquals(template, draft.template());
        String text = worded(draft, DraftTest::lines);
        assertEquals(listed, text.lines().count() - 1);
        assertTrue(text.getBytes(UTF_8).length <= WECOM);
        assertTrue(listed == (count > 30 ? 10 : count) || text.getBytes(UTF_8).length + 1 + 3 * width > WECOM,
                "one more would not fit");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"3, 设备离线告警 🔴", "2, 设备离线告警 🔶", "1, 设备离线告警 🔵", "3 3, 设备离线告警（2 条） 🔴; a; b",
            "1 1, 设备离线告警（2 条） 🔵; a; b", "3 2 1, 设备离线告警（3 条） 🔴; 🔴 a; 🔶 b; 🔵 c",
            "2 2 1, 设备离线告警（3 条） 🔶; 🔶 a; 🔶 b; 🔵 c"})
    void howUrgentItIsStandsBehindTheFirstLineAndInAListOfSeveralSeverities(String priorities, String said) {
        String[] each = priorities.split(" ");
        List<Message> messages = IntStream.range(0, each.length).mapToObj(i -> {
            Message message = Given.message(Map.of("clientid", Character.toString('a' + i), "reason", "r"));
            return new Message(message.key(), message.family(), message.kind(), message.subject(),
                    Integer.parseInt(each[i]), message.time(), message.time(), message.facets(), message.body());
        }).toList();
        Wording words = wecom(messages, false).words();
        assertEquals(said, Stream.concat(Stream.of(words.heading()),
                words.items().stream().map(item -> item.replaceFirst("(?<=[abc]) .*", ""))).collect(
                Collectors.joining("; ")));
        assertEquals(said.replaceFirst(";.*", ""), wecom(messages, true).words().heading().replace("（1 条）", ""));
    }

    @Test
    void oneEventIsAnAlertAndARefusedOneIsPlain() {
        assertEquals("alert", wecom(messages(1, 1), false).template());
        assertEquals("plain", wecom(messages(1, 1), true).template());
        assertEquals("plain", wecom(messages(2, 1), true).template());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"short lines, 告警, 100, 113", "one line longer than all, 告, 2000, 1",
            "one line of two-word characters, 🚗, 2000, 1"})
    void aTemplateThatSaysTooMuchIsCutAtALineAndNeverInsideACharacter(String name, String word, int times, int lines) {
        String said = name.equals("short lines") ? (word.repeat(3) + "\n").repeat(times * 10) : word.repeat(times);
        String text = worded(wecom(messages(1, 1), false), words -> said);
        int bytes = text.getBytes(UTF_8).length;
        assertTrue(bytes <= WECOM && bytes > WECOM - 20, bytes + " bytes");
        assertTrue(said.startsWith(text) && text.equals(new String(text.getBytes(UTF_8), UTF_8)));
        assertTrue(lines == 1 || text.endsWith(word), "a whole line");
    }

    @ParameterizedTest(name = "of {0} {1} are over -> {2}")
    @CsvSource({"40, 10, 其中 10 台已恢复, ''", "32, 1, 其中 1 台已恢复, 另有 21 条未列出",
            "5000, 4100, 其中 4100 台已恢复, 另有 890 条未列出"})
    void whatIsOverIsCountedAndNotListed(int count, int over, String said, String more) {
        for (boolean plain : List.of(false, true)) {
            Wording words = Draft.of(Given.batch(messages(count - over, 1), over, plain), "wecom", "zh-CN",
                    "+08:00", "").words();
            assertEquals("设备离线告警（" + count + " 条） 🔴", words.heading());
            assertEquals(new Wording.Row("", said), words.rows().get(0));
            assertEquals(plain ? "" : more, words.more());
        }
    }

    @ParameterizedTest(name = "{0} gone, {1} back -> {2}, {3}")
    @CsvSource({"1, 0, 另有 0 台已恢复, ''", "30, 4100, 另有 4100 台已恢复, ''", "5000, 12, 另有 12 台已恢复, 另有 4990 条未列出"})
    void whoIsStillGoneIsListedAsInADigest(int gone, int back, String said, String more) {
        Batch storm = Given.batch(messages(gone, 1), back, false);
        Message told = StillGone.message("key", storm, storm.to());
        for (boolean plain : List.of(false, true)) {
            Wording words = Draft.of(Given.batch(List.of(told), plain), "wecom", "zh-CN", "+08:00", "").words();
            assertEquals("设备仍离线告警（" + gone + " 台） 🔴", words.heading());
            assertEquals(new Wording.Row("", said), words.rows().get(0));
            assertEquals(plain ? 0 : gone > 30 ? 10 : gone, words.items().size());
            assertEquals(plain ? "" : more, words.more());
        }
    }

    @Test
    void whoIsStillGoneByItselfIsToldTogetherWithAStorm() {
        Batch storm = Given.batch(messages(3, 1), 7, false);
        Message alone = Given.message(Map.of("clientid", "alone", "reason", "lost", "disconnected_at", 1758015945678L));
        Message single = new Message("key", "client", StillGone.KIND, "", 3, alone.time(), alone.time(),
                alone.facets(), alone.body());
        Wording words = Draft.of(Given.batch(List.of(StillGone.message("key", storm, storm.to()), single)), "wecom",
                "zh-CN", "+08:00", "").words();
        assertEquals("设备仍离线告警（4 台） 🔴", words.heading());
        assertEquals(4, words.items().size());
        assertTrue(words.items().get(3).startsWith("alone"), words::toString);
        assertEquals("设备仍离线告警（1 台） 🔴", Draft.of(Given.batch(List.of(single)), "wecom", "zh-CN", "+08:00", "").words()
                .heading());
    }

    @Test
    void theReasonsOfManyThatAreStillGoneByThemselvesAddUp() {
        List<Message> many = IntStream.range(0, 250).mapToObj(i -> Given.message(Map.of("clientid", "c" + i, "reason",
                i < 200 ? "tcp_closed" : "kicked", "disconnected_at", 1758015945678L)))
                .map(loss -> loss.saying(StillGone.KIND, loss.body())).toList();
        Wording words = Draft.of(Given.batch(many), "wecom", "zh-CN", "+08:00", "").words();
        assertEquals("设备仍离线告警（250 台） 🔴", words.heading());
        assertTrue(words.rows().toString().contains("tcp_closed（TCP 连接断开） 200，kicked（被踢出） 50]"), words::toString);
    }

    /** Of many of which some are back, it is known how many are gone, but not by which reasons. */
    @Test
    void reasonsThatAreNotKnownOfAllThatAreStillGoneAreNotCounted() {
        List<Message> many = messages(250, 1).stream().map(loss -> loss.saying(StillGone.KIND, loss.body())).toList();
        Wording words = Draft.of(Given.batch(many, 3, false), "wecom", "zh-CN", "+08:00", "").words();
        assertEquals("设备仍离线告警（250 台） 🔴", words.heading());
        assertEquals(List.of(), words.rows().stream().map(Wording.Row::value).filter(row -> row.contains("其他"))
                .toList());
        assertEquals("另有 3 台已恢复", words.rows().get(0).value());
    }

    @ParameterizedTest(name = "{0} of {1} are over -> {2}")
    @CsvSource({"0, 1, 设备仍离线告警（1 台） 🔴, ''", "0, 2, 设备仍离线告警（2 台） 🔴, ''", "1, 3, 设备仍离线告警（2 台） 🔴, 另有 1 台已恢复"})
    void devicesThatFlappedAndAreBackByNowAreNotStillGone(int over, int all, String heading, String back) {
        List<Message> single = messages(all - over, 1).stream().map(loss -> loss.saying(StillGone.KIND, loss.body()))
                .toList();
        Wording words = Draft.of(Given.batch(single, over, false), "wecom", "zh-CN", "+08:00", "").words();
        assertEquals(heading, words.heading());
        assertEquals(back, words.rows().stream().map(Wording.Row::value).filter(row -> row.endsWith("已恢复"))
                .collect(Collectors.joining()));
    }

    @Test
    void theNumbersOfADigestAddUp() {
        List<Message> messages = IntStream.range(0, 1_000)
                .mapToObj(i -> Given.message(Map.of("clientid", "c" + i, "reason", "reason" + i % 9, "disconnected_at",
                1758015945678L + i))).toList();
        Wording words = wecom(messages, false).words();
        assertEquals("设备离线告警（1000 条） 🔴", words.heading());
        assertEquals("另有 990 条未列出", words.more());
        assertEquals(10, words.items().size());
        String reasons = said(messages, "离线原因");
        assertEquals(1_000, List.of(reasons.split("，")).stream().mapToInt(
                each -> Integer.parseInt(each.substring(each.lastIndexOf(' ') + 1))).sum(), reasons);
    }

    @ParameterizedTest(name = "node {0}, network {1}, site {2}, username {3}, listener {4} of 100 -> {5}")
    @CsvSource(delimiter = '|', textBlock = """
            97  | 95  | 10  | 60  | 100 | 97% 节点 v，95% 网络 10.1.2.0/24，100% 监听端口 v
            100 | 100 | 100 | 100 | 100 | 100% 节点 v，100% 网络 10.1.2.0/24，100% site v
            20  | 55  | 91  | 92  | 100 | 91% site v，92% 用户名 v，100% 监听端口 v
            50  | 79  | 81  | 49  | 70  | 81% site v，79% 网络 10.1.2.0/24，70% 监听端口 v
            49  | 3   | 20  | 7   | 49  | -
            """)
    void whatTheEventsHaveInCommonIsSaidAndFirstWhatNarrowsTheSearchMost(int node, int network, int site, int username,
            int listener, String common) {
        List<Message> messages = IntStream.range(0, 100)
                .mapToObj(i -> Given.message(Map.of("clientid", "c", "disconnected_at", 1758015945678L + i,
                "node", value(i, node), "peername", i < network ? "10.1.2.3:4" : "10." + i + ".0.1:2", "username",
                value(i, username),
                "sockport", value(i, listener), "client_attrs", Map.of("site", value(i, site))))).toList();
        assertEquals(common, said(messages, "共同点"));
    }

    @ParameterizedTest(name = "{0} of {1} on one node -> {2}")
    @CsvSource({"1, 2, -", "2, 2, 100% 节点 v", "2, 3, -", "2, 4, -", "3, 3, 100% 节点 v", "3, 4, 75% 节点 v",
            "3, 5, 60% 节点 v", "3, 6, 50% 节点 v", "3, 7, -"})
    void ofFewEventsOnlyWhatCanHardlyBeChanceIsInCommon(int shared, int count, String common) {
        List<Message> messages = IntStream.range(0, count)
                .mapToObj(i -> Given.message(Map.of("clientid", "c", "disconnected_at", 1758015945678L + i,
                "node", value(i, shared)))).toList();
        assertEquals(common, said(messages, "共同点"));
    }

    private static String value(int number, int same) {
        return number < same ? "v" : "v" + number;
    }

    @ParameterizedTest(name = "reasons {0}, addresses {1}, {2} ms apart -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            lost lost lost | 10.1.2.3:4 10.1.2.9:4 10.1.2.9:5 | 0     | a; b; c
            lost lost lost | 10.1.2.3:4 10.1.2.9:4 10.1.2.9:5 | 60000 | a 08:00:00; b 08:01:00; c 08:02:00
            lost lost lost | 10.1.2.3:4 10.1.2.9:4 10.7.2.9:5 | 0     | a 10.1.2.3; b 10.1.2.9; c 10.7.2.9
            lost lost bye  | 10.1.2.3:4 10.1.2.9:4 10.1.2.9:5 | 29000 | a lost; b lost; c bye
            lost lost bye  | [::1]:4 [::2]:4 10.1.2.9         | 60000 \
            | a ［::1］ lost 08:00:00; b ［::2］ lost 08:01:00; c 10.1.2.9 bye 08:02:00
            """)
    void aLineSaysOnlyWhatTheHeadDoesNot(String reasons, String addresses, long apart, String items) {
        List<Message> messages = IntStream.range(0, 3).mapToObj(i -> Given.message(Map.of(
                "clientid", Character.toString('a' + i), "reason", reasons.split(" +")[i], "peername",
                addresses.split(" +")[i], "disconnected_at", 1764201600000L + i * apart))).toList();
        assertEquals(items, String.join("; ", wecom(messages, false).words().items()));
    }

    /** Of what the program says of itself the remedy stands at the end. */
    @Test
    void theLongestSentencesOfADayFit() {
        String why = "告".repeat(500);
        Instant now = Instant.parse("2025-09-16T01:00:00Z");
        Daily day = new Daily("", why, Map.of("feishu", why), true, 123_456, 123_456, 123_456, 123_456);
        Wording words = wecom(List.of(day.message(now, now)), false).words();
        String text = words.heading() + words.rows().stream().map(row -> "\n " + row.label() + row.value())
                .collect(Collectors.joining());
        assertTrue(text.contains("\n MQTT 入口异常:" + "告".repeat(399) + "…\n 机器人异常:feishu（告"), text);
        assertTrue(text.getBytes(UTF_8).length <= WECOM, text);
    }

    @ParameterizedTest(name = "{0} ms apart: {1}")
    @CsvSource({"0, 2025-09-16 23:59:58", "1000, 2025-09-16 23:59:58 至 23:59:59",
            "3000, 2025-09-16 23:59:58 至 2025-09-17 00:00:01"})
    void aPeriodSaysADayOnce(long apart, String period) {
        long late = Instant.parse("2025-09-16T15:59:58Z").toEpochMilli();
        assertEquals(period, said(Stream.of(late, late + apart)
                .map(time -> Given.message(Map.of("clientid", "c", "disconnected_at", time))).toList(), "时间"));
    }

    @ParameterizedTest(name = "{0} ms apart: {1}")
    @CsvSource({"-61000, 23:58:57 23:59:58", "61000, 09-16 23:59:58 09-17 00:00:59"})
    void aListShowsTheDayOnlyWhenThereIsMoreThanOne(long apart, String clocks) {
        long late = Instant.parse("2025-09-16T15:59:58Z").toEpochMilli();
        List<Message> messages = Stream.of(late, late + apart).sorted()
                .map(time -> Given.message(Map.of("clientid", "c" + time, "reason", "lost",
                        "disconnected_at", time))).toList();
        assertEquals(clocks, wecom(messages, false).words().items().stream()
                .map(item -> item.replaceFirst(".* - ", "")).collect(Collectors.joining(" ")));
    }
}
