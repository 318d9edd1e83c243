package io.disconnectalerts.alert;

import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.Outcome;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

@ParameterizedClass
@EnumSource(Dialect.class)
class MentionsTest {
    private static final String END = """
            {"why":"works","by":"li","from":0,"until":0,"events":9,"gone":2,"grave":%s,"reasons":[],"first":[]}""";

    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private String url;
    private Database database;
    private Mentions mentions;

    @BeforeEach
    void open() throws Exception {
        url = Databases.fresh(dialect, folder);
        database = Databases.open(url);
        mentions = process(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Mentions process(Database store) {
        return new Mentions(() -> store, Duration.ofMinutes(10), () -> now, false);
    }

    private Batch batch(String outbox, String kind, Severity severity, int size, boolean begins, boolean plain) {
        return batch(outbox, kind, severity, size, begins, plain, "{}");
    }

    private Batch batch(String outbox, String kind, Severity severity, int size, boolean begins, boolean plain,
            String body) {
        Message message = new Message("key", "client", kind, "", severity.priority(), now, now, Map.of(), body);
        return new Batch(1, outbox, size, 0, plain, now, now, now, severity == Severity.CRITICAL, begins,
                List.of(message), Map.of());
    }

    private String called(Batch batch, Outcome outcome) {
        String called = mentions.of(batch, "boss", "ops");
        mentions.sent(batch, outcome, "");
        return called;
    }

    private String said(String outbox, Severity severity, boolean begins) {
        return called(batch(outbox, "client.disconnected", severity, begins ? 2 : 1, begins, false), Outcome.TOLD);
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3}")
    @CsvSource({"client.disconnected, CRITICAL, false, boss", "client.disconnected, WARNING, false, ops",
            "client.disconnected, NOTICE, false, ''", "client.back, NOTICE, false, ''",
            "client.disconnected, CRITICAL, true, ''", "unread, CRITICAL, false, ''",
            "client.still_gone, CRITICAL, false, boss"})
    void whoIsCalledGoesByWhatIsMostUrgent(String kind, Severity severity, boolean refused, String called) {
        assertEquals(called, mentions.of(batch("wecom", kind, severity, 1, false, refused), "boss", "ops"));
    }

    @ParameterizedTest(name = "critical still gone: {0} -> {1}")
    @CsvSource({"true, boss", "false, ''"})
    void aSilencesEndCallsForWhatIsCriticalOnly(boolean grave, String called) {
        assertEquals(called, mentions.of(batch("wecom", SilenceEnd.KIND, Severity.WARNING, 1, false, false,
                END.formatted(grave)), "boss", "ops"));
    }

    @Test
    void whoeverWasCalledHasTenMinutes() {
        assertEquals("boss", said("wecom", Severity.CRITICAL, false));
        assertEquals("boss", said("feishu", Severity.CRITICAL, false), "each robot for itself");
        now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
        assertEquals("", said("wecom", Severity.CRITICAL, false));
        assertEquals("", said("wecom", Severity.WARNING, false));
        now = now.plusMillis(1);
        assertEquals("ops", said("wecom", Severity.WARNING, false));
    }

    @Test
    void aCallForAWarningKeepsNoneForWhatIsCriticalFromItsOwnPeople() {
        assertEquals("ops", said("wecom", Severity.WARNING, false));
        assertEquals("", said("wecom", Severity.WARNING, false));
        now = now.plus(Duration.ofMinutes(4));
        assertEquals("boss", said("wecom", Severity.CRITICAL, false));
        assertEquals("", said("wecom", Severity.CRITICAL, false));
        now = now.plus(Duration.ofMinutes(6));
        assertEquals("", said("wecom", Severity.WARNING, false), "whoever is called for more has ten minutes");
        now = now.plus(Duration.ofMinutes(4));
        assertEquals("ops", said("wecom", Severity.WARNING, false));
        assertEquals("boss", said("wecom", Severity.CRITICAL, false));
    }

    @Test
    void aWarningThatDidNotArriveHasCalledNobodyAndWhatIsCriticalHas() {
        Batch warning = batch("wecom", "client.disconnected", Severity.WARNING, 1, false, false);
        assertEquals("ops", called(warning, Outcome.BACK_OFF));
        assertEquals("ops", called(warning, Outcome.TOLD));
        assertEquals("boss", called(batch("wecom", "client.disconnected", Severity.CRITICAL, 1, false, false),
                Outcome.BACK_OFF));
        assertEquals("boss", said("wecom", Severity.CRITICAL, false));
    }

    @Test
    void anotherProcessAndTheNextOneHaveThemTooWhileItIsOnItsWayAndBehindThat() {
        Batch batch = batch("wecom", "client.disconnected", Severity.CRITICAL, 1, false, false);
        assertEquals("boss", mentions.of(batch, "boss", "ops"));
        Database second = dialect == Dialect.SQLITE ? database : Databases.open(url);
        assertEquals("", process(second).of(batch, "boss", "ops"), "that is on its way");
        mentions.sent(batch, Outcome.TOLD, "");
        now = now.plus(Duration.ofMinutes(9));
        assertEquals("", process(second).of(batch, "boss", "ops"));
        now = now.plus(Duration.ofMinutes(1));
        assertEquals("boss", process(second).of(batch, "boss", "ops"));
        now = now.plus(Duration.ofMinutes(1));
        assertEquals("boss", mentions.of(batch, "boss", "ops"), "the other ended before its message arrived");
        if (second != database) {
            second.close();
        }
    }

    @Test
    void theFirstDigestOfAStormCallsEvenSo() {
        assertEquals("boss", said("wecom", Severity.CRITICAL, false));
        assertEquals("boss", said("wecom", Severity.CRITICAL, true));
        assertEquals("", said("wecom", Severity.CRITICAL, false), "later ones do not");
        assertEquals("", said("wecom", Severity.WARNING, true), "nor one without anything critical");
    }

    @Test
    void whatDidNotArriveHasCalledNobody() {
        Batch batch = batch("wecom", "client.disconnected", Severity.CRITICAL, 1, false, false);
        assertEquals("boss", called(batch, Outcome.BACK_OFF));
        assertEquals("boss", called(batch, Outcome.TOLD));
        assertEquals("", called(batch, Outcome.TOLD));
        Batch storm = batch("wecom", "client.disconnected", Severity.CRITICAL, 2, true, false);
        assertEquals("boss", called(storm, Outcome.BLOCKED));
        assertEquals("", called(batch, Outcome.TOLD), "who was called before has not rested yet");
    }

    @ParameterizedTest(name = "--mention {0}: {1} and {2} -> {3}")
    @CsvSource({"false, boss, ops, ''", "true, boss, ops, 'boss,ops'", "true, '', ops, ops", "true, '', '', ''"})
    void aTestCallsNobodyUnlessItIsToldTo(boolean tests, String critical, String warning, String called) {
        Batch test = new Batch(0, "wecom", 0, 0, false, now, now, now, false, false, List.of(), Map.of());
        assertEquals(called, new Mentions(() -> null, Duration.ZERO, () -> now, tests).of(test, critical, warning));
    }
}
