package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.outbox.Pacing.Decision.WaitUntil;
import io.disconnectalerts.outbox.Pacing.Decision;
import io.disconnectalerts.outbox.Pacing.Permits;
import io.disconnectalerts.outbox.Pacing.Situation;
import io.disconnectalerts.outbox.Pacing.Storm;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each sentence of the rule, as a table; times in ms, long after 1970. */
class PacingTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Pacing TWENTY = new Pacing(20, 0, MINUTE);
    private static final long NOW = 1_000_000;
    private static final Permits FREE = new Permits(0, List.of());

    /** So many sends, a second apart, the last of them started at that time and answered 50 ms later. */
    private static Permits sends(int count, long last) {
        return new Permits(last, LongStream.range(0, count).mapToObj(send -> last + 50 - 1_000 * send).toList());
    }

    private static Situation calm(Permits permits, int waiting) {
        return new Situation(permits, Storm.NONE, waiting, false, false, false);
    }

    /** {@code send}, or how long to wait, for what, and what ends that before: {@code 3000 pace critical 8}. */
    private static String decision(Pacing pacing, Situation situation) {
        Decision decision = pacing.decide(situation, NOW);
        return decision instanceof WaitUntil wait
                ? wait.time() - NOW + " " + wait.why().name().toLowerCase(Locale.ROOT)
                + (wait.unlessCritical() ? " critical" : "")
                + (wait.unlessMore() > Claims.LARGEST_BATCH ? "" : " " + wait.unlessMore())
                : decision.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static Pacing pacing(int perMinute) {
        return new Pacing(perMinute, 0, MINUTE);
    }

    @ParameterizedTest(name = "{0} wait")
    @CsvSource({"1", "2", "100000"})
    void whatWaitsGoesAtOnceAloneOrAsOneDigest(int waiting) {
        assertEquals("send", decision(TWENTY, calm(FREE, waiting)));
    }

    @ParameterizedTest(name = "began {0} ms before a digest of {1}, {3} wait {2} ms after it: {4}")
    @CsvSource({
        "0,      2,      1,     7, 2999 pace 1",
        "0,      2,      1,     8, send",
        "0,      2,      1,     1, 2999 pace 7",
        "0,      2,      2999,  7, 1 pace 1",
        "0,      2,      3000,  7, send",
        "5999,   100,    2999,  2, 1 pace 398",
        "6000,   100,    1,     2, 2999 pace 398",
        "6002,   100,    3000,  2, 1 pace 398",
        "20000,  100,    1,   399, 9999 pace 1",
        "20000,  100,    1,   400, send",
        "59998,  100,    1,     2, 29998 pace 398",
        "60002,  100,    1,     2, 29999 pace 398",
        "900000, 100,    1,     2, 29999 pace 398",
        "900000, 25000,  1, 99999, 29999 pace 1",
        "900000, 25000,  1, 100000, send",
        "900000, 25001,  1, 100004, 29999 pace",
        "900000, 100000, 1, 400000, 29999 pace",
        "900000, 100000, 30000, 2, send"})
    void inAStormTheNextGoesWhenFourTimesAsManyWaitOrAfterHalfItsAge(long age, int digest, long since, int waiting,
            String then) {
        Storm storm = new Storm(NOW - since - age, NOW - since, digest);
        assertEquals(then, decision(TWENTY, new Situation(FREE, storm, waiting, false, false, false)));
    }

    @ParameterizedTest(name = "began {0} ms before a digest, {2} minor ones wait {1} ms after it: {3}")
    @CsvSource({
        "0,     1,     2,      9999 pace",
        "0,     1,     100000, 9999 pace",
        "0,     9999,  2,      1 pace",
        "0,     10000, 2,      send",
        "20002, 1,     2,      10000 pace",
        "60002, 1,     2,      29999 pace"})
    void whatIsNotPressingShortensNoPause(long age, long since, int waiting, String then) {
        Storm storm = new Storm(NOW - since - age, NOW - since, 10);
        Situation situation = new Situation(FREE, storm, waiting, false, false, true);
        assertEquals(then, decision(TWENTY, situation));
    }

    @Test
    void aStormEndsNoSoonerForTheOneThatIsNotPressing() {
        Storm storm = new Storm(NOW - 9_999, NOW - 9_999, 10);
        assertFalse(TWENTY.over(new Situation(FREE, storm, 1, false, false, true), NOW));
        assertTrue(TWENTY.over(new Situation(FREE, storm, 1, false, false, true), NOW + 1));
        assertTrue(TWENTY.over(new Situation(FREE, storm, 1, false, false, false), NOW));
    }

    @ParameterizedTest(name = "digest of {0} {1} ms ago: counted up to {2}")
    @CsvSource({"0,1,2", "2,1,8", "2,2999,8", "2,3000,2", "25000,1,100000", "25001,1,2"})
    void whatWaitsIsCountedNoFurtherThanItMatters(int digest, long since, int counted) {
        assertEquals(counted, TWENTY.counted(new Storm(NOW - since, NOW - since, digest), NOW));
    }

    @ParameterizedTest(name = "{0} a minute, {1} sent, the last {2} ms ago, {3} wait: {4}")
    @CsvSource({
        "20,  10, 100,  1, send",
        "20,  11, 100,  1, 2900 pace",
        "20,  11, 3000, 1, send",
        "20,  11, 2999, 2, 1 pace",
        "20,  19, 100,  1, 2900 pace",
        "10,   5, 100,  1, send",
        "10,   6, 100,  1, 5900 pace",
        "5,    2, 100,  1, send",
        "5,    3, 100,  1, 11900 pace",
        "100, 11, 100,  1, 2900 pace"})
    void belowHalfOfTheMinutesPermitsSendsAreAMinuteOverTheQuotaApart(int perMinute, int sent, long since, int waiting,
            String then) {
        assertEquals(then, decision(pacing(perMinute), calm(sends(sent, NOW - since), waiting)));
    }

    /** The eleventh last send was answered 58 s ago: in two seconds half of the permits are free. */
    @Test
    void theDistanceEndsWhenHalfOfThePermitsAreFree() {
        List<Long> answered = LongStream.range(0, 11).mapToObj(send -> NOW - 50 - send * 5_795).toList();
        Permits permits = new Permits(NOW - 100, answered);
        assertEquals("2001 pace", decision(TWENTY, calm(permits, 1)));
    }

    @ParameterizedTest(name = "{0} a minute, {1} sent, the last 20 s ago, {2} wait: {3}")
    @CsvSource({
        "20, 17, 2, send",
        "20, 18, 1, send",
        "20, 18, 2, 23051 quota",
        "20, 19, 1, send",
        "20, 19, 2, 23051 quota",
        "20, 20, 1, 21051 quota",
        "20, 20, 2, 23051 quota",
        "3,   1, 2, 40051 quota",
        "2,   1, 1, send",
        "2,   1, 2, 40051 quota",
        "1,   0, 2, send",
        "1,   1, 2, 40051 quota"})
    void aDigestLeavesTheLastTwoPermits(int perMinute, int sent, int waiting, String then) {
        assertEquals(then, decision(pacing(perMinute), calm(sends(sent, NOW - 20_000), waiting)));
    }

    @ParameterizedTest(name = "answered {0} ms ago: {1}")
    @CsvSource({"59999, 2 quota", "60000, 1 quota", "60001, send", "-30000, 90001 quota"})
    void sendNAndQuotaStartsNoSoonerThanAMinuteAfterSendNWasAnswered(long since, String then) {
        Permits permits = new Permits(NOW - 60_000, List.of(NOW - since));
        assertEquals(then, decision(pacing(1), calm(permits, 1)));
    }

    @ParameterizedTest(name = "{0} a second, {1} sent, 100 ms apart, the last answered just now: {2}")
    @CsvSource({"5, 4, send", "5, 5, 601 quota", "5, 6, 601 quota", "1, 1, 1001 quota", "0, 9, send", "30, 9, send"})
    void noSecondHoldsMoreThanItsQuotaEither(int perSecond, int sent, String then) {
        Permits permits = new Permits(NOW - 50, LongStream.range(0, sent).mapToObj(send -> NOW - 100 * send).toList());
        assertEquals(then, decision(new Pacing(20, perSecond, MINUTE), calm(permits, 1)));
    }

    @ParameterizedTest(name = "after lesser ones {0}, a critical one waits {1}, {2} sent: {3}")
    @CsvSource({
        "true,  true,  0,  send",
        "true,  false, 0,  2990 pace critical 6",
        "false, true,  0,  2990 pace 6",
        "true,  true,  19, send",
        "true,  false, 19, 43041 quota critical",
        "true,  true,  20, 41041 quota",
        "true,  false, 20, 43041 quota critical"})
    void aCriticalOneBehindLesserOnesWaitsForTheQuotaOnly(boolean afterLesser, boolean critical, int sent,
            String then) {
        Storm storm = new Storm(NOW - 10, NOW - 10, 2);
        Permits permits = sends(sent, NOW - 10);
        assertEquals(then, decision(TWENTY, new Situation(permits, storm, 2, afterLesser, critical, false)));
    }

    /** Nothing critical could go sooner. */
    @Test
    void whoWaitsForTheQuotaAloneIsNotWoken() {
        Situation situation = new Situation(sends(20, NOW), Storm.NONE, 1, true, false, false);
        assertEquals("41051 quota", decision(TWENTY, situation));
    }

    /** The third permit is free in the very millisecond in which the distance ends. */
    @Test
    void whoWaitsForBothWaitsForTheQuota() {
        List<Long> answered = LongStream.range(0, 18).mapToObj(send -> NOW - (send == 17 ? 57_201 : 56_201)).toList();
        Permits permits = new Permits(NOW - 200, answered);
        assertEquals("2800 quota", decision(TWENTY, calm(permits, 2)));
    }

    @Test
    void whatEndsLastIsWaitedFor() {
        Storm storm = new Storm(NOW - 40_000, NOW - 10, 2);
        assertEquals("19985 pace 6",
                decision(TWENTY, new Situation(sends(18, NOW - 40_000), storm, 2, false, false, false)));
        assertEquals("43041 quota",
                decision(TWENTY, new Situation(sends(19, NOW - 10), storm, 2, false, false, false)));
    }

    @Test
    void nobodyReadsMoreThanTwentyAMinuteWhateverTheReceiverTakes() {
        assertEquals(20, new Pacing(100, 5, MINUTE).perMinute());
        assertEquals(19, new Pacing(19, 5, MINUTE).perMinute());
    }

    @Test
    void withoutAQuotaNothingWaits() {
        Pacing off = new Pacing(0, 1, MINUTE);
        assertTrue(off.off());
        Situation situation = new Situation(sends(20, NOW), new Storm(NOW, NOW, 2), 3, false, false, false);
        assertEquals("send", decision(off, situation));
        assertEquals(2, off.counted(situation.storm(), NOW));
    }

    @Test
    void aShorterMinuteHasShorterPauses() {
        Situation situation = new Situation(FREE, new Storm(NOW, NOW, 2), 3, false, false, false);
        assertEquals("100 pace 5", decision(new Pacing(20, 0, Duration.ofSeconds(2)), situation));
    }

    @ParameterizedTest(name = "{0} told at {1} ms: began {2}, last {3}, digest {4}")
    @CsvSource({"1, 5000, 1000, 4000, 9", "2, 5000, 1000, 5000, 2", "3, 3000, 1000, 4000, 3"})
    void onlyADigestContinuesAStorm(int messages, long startedAt, long began, long last, int digest) {
        assertEquals(new Storm(began, last, digest), new Storm(1_000, 4_000, 9).told(messages, startedAt));
    }

    @Test
    void theFirstDigestBeginsAStorm() {
        assertEquals(Storm.NONE, Storm.NONE.told(1, 5_000));
        assertEquals(new Storm(5_000, 5_000, 2), Storm.NONE.told(2, 5_000));
        assertEquals(new Storm(5_000, 5_000, 2), new Storm(1_000, 4_000, 0).told(2, 5_000));
    }

    @ParameterizedTest(name = "{0} wait {1} ms after a digest")
    @CsvSource({"0, 2999, true", "1, 2999, true", "1, 3000, false", "0, 3000, false", "2, 3000, true", "2, 9000, true"})
    void aStormEndsWhenFewerThanTwoWaitAsItsPauseEnds(int waiting, long since, boolean on) {
        Storm storm = new Storm(NOW - since, NOW - since, 5);
        assertEquals(!on, TWENTY.over(new Situation(FREE, storm, waiting, false, false, false), NOW));
    }

    @Test
    void aStormThatHasEndedKeepsNobody() {
        Storm ended = new Storm(NOW - 10, NOW - 10, 0);
        assertEquals("send", decision(TWENTY, new Situation(FREE, ended, 2, false, false, false)));
    }

    @Test
    void whatIsNoStormDoesNotEnd() {
        assertFalse(TWENTY.over(calm(FREE, 0), NOW));
    }

    @Test
    void aStormFromBeforeTheClockWasSetBackIsForgotten() {
        Storm storm = new Storm(1_000, NOW, 2);
        assertEquals(storm, storm.asOf(NOW));
        assertEquals(Storm.NONE, storm.asOf(NOW - 1));
    }

    @Test
    void aSendFromBeforeTheClockWasSetBackKeepsNobody() {
        assertEquals("send", decision(TWENTY, calm(new Permits(NOW + 3_600_000, List.of()), 1)));
    }
}
