package io.disconnectalerts.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of a device's past as a table: what is heard and when, what is decided; see {@link Words#fact}. */
class PastTest {
    private static final Limits LIMITS = new Limits(5, Duration.ofMinutes(10), Duration.ofMinutes(15),
            Duration.ofDays(30));
    private static final String FOUR = "c0 d1/0 c2 d3/2 c4 d5/4 c6 d7/6 c8 ";

    private static void decides(int grace, String history, String story) {
        Device device = new Device(LIMITS).lives(history, Duration.ofSeconds(grace));
        device.decisions().forEach(decision -> assertFalse(decision.sentence().isBlank(), decision::toString));
        assertEquals(story == null ? "" : story, Words.story(device.decisions()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0 d60/0                              | tell 60",
        "c0 c50 d60/0                          | blip 60",
        "c0 c50 d60/0 d70/50                   | blip 60, tell 70",
        "c0 c1.9 d60/1.9                       | blip 60",
        "c100@a:x#2 d100.005@a:x#1             | blip 100.005",
        "c0@a c1.9@b d60/0@a                   | blip 60",
        "c0@a c1.9@b d60/1.9@b                 | blip 60",
        "c0@a c1.9@b d60/0@a d59/1.9@b         | blip 60, blip 59, reopened 60, tell 60",
        "c0@a c2@b   d60/2@b                   | blip 60",
        "c0@a c2.001@b d60/2.001@b             | tell 60",
        "c0@a c0.001@a d60/0.001@a             | tell 60",
        "c0@a c0@b d60/0@a                     | blip 60",
        "c0@a c0@b d60/0@a d61/0@b             | blip 60, tell 61",
        "c0@a:x#1 c0@a:x#2 d60/0@a:x#1         | blip 60",
        "c0@a:x#1 d60/0@a:x                    | tell 60",
        "c0@a:x#1 d60/0                        | tell 60",
        "c0 d60/0@a c0@b                       | tell 60, back 60 from 60",
        "c100 d60/100                          | tell 60",
        "c100 d60/100 c101 w200                | tell 60, back 101 from 60"})
    void aDeviceIsGoneWhenNoSessionIsOpenThatMayBeItsNewest(String history, String story) {
        decides(0, history, story);
    }

    /** Where a broker counts, that says what came first; its times do where they are far apart, as it began anew. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0*4 d60.1*4 c60.07*5            | tell 60.1, back 60.1 from 60.1",
        "c0*4 d60.1*4 c60.1*5             | tell 60.1, back 60.1 from 60.1",
        "c60.07*5 d60.1*4                 | blip 60.1",
        "c60*5 d90*5 c30*6 d31*6          | tell 90, back 90 from 90, tell 90",
        "c60*5 d90!91*5 c30!92*6 d31!93*6 | tell 90, back 90.001 from 90, tell 90.002",
        "c0*9 d60*9 c59*10                | tell 60, back 60 from 60",
        "c0*10 d61*11 c60.5*12            | tell 61, back 61 from 61",
        "c0*0a d61*0b c60.5*0c            | tell 61, back 61 from 61",
        "d7200*4 c7000*5                  | tell 7200, late 7000",
        "d7200*4 c7080*5                  | tell 7200, back 7200 from 7200",
        "c0*4 d60*4 c7200*0 d7201*0       | tell 60, back 7200 from 60, tell 7201",
        "c0*4 d60.1*4 c60.07              | tell 60.1, late 60.07"})
    void aBrokersCountSaysWhatCameFirst(String history, String story) {
        decides(0, history, story);
    }

    /** An end that was stamped before its beginning: the session is the one it names, and ends as it begins. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c100 d90/100                     | tell 90",
        "c100 d90/100 c101                | tell 90, back 101 from 90",
        "c99@a c100@b d90/100@b d99.5/99@a | blip 90, blip 99.5, reopened 90, tell 90"})
    void theSessionThatIsNamedEndsWhateverItsTimes(String history, String story) {
        decides(0, history, story);
    }

    /** Stamped later than it was heard: by a clock that is ahead, and that may be set right at any time. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c3600!0 d3600.5/3600!1 c10                   | tell 1, back 10 from 1",
        "c3600!0 d3600.5/3600!1 c10 d20/10            | tell 1, back 10 from 1, tell 20",
        "c3600!0 d3600.5/3600!1 c10 d20/10 c30        | tell 1, back 10 from 1, tell 20, back 30 from 20",
        "c3600!0 c10 d20/10                           | tell 20",
        "c3600!0 d20/3600                             | tell 20",
        "c3600!0 d20/3600 c30                         | tell 20, back 30 from 20",
        "c25 d20/3600!50                              | blip 20",
        "d20/3600!50 c25!51                           | tell 20, back 25 from 20",
        "c3600!0 c10 d3620/3600!20                    | blip 20",
        "d3620/3600!20 c21                            | tell 20, back 21 from 20",
        "c10 d3620/3600!20                            | blip 20",
        "d3600!1 c10                                  | tell 1, back 10 from 1",
        "c3600!0 d20                                  | tell 20",
        "c3600!0 c10 r3611!11 d20/10                  | replaced 11, tell 20",
        "c3600@a!0 c1@b d3600.5/3600@a!1              | blip 1",
        "c3600@a!0 c10@b d3620/3600@a!20 d20/10@b     | blip 20, tell 20",
        "c3600!0 d3610/3600!10 c1820!20 d1830/1820!30 | tell 10, back 20 from 10, tell 30",
        "c3600!0 d3610/3600!10 c3605!11               | tell 10, back 10 from 10",
        "c3600!0 d3610/3600!10 c3620!20 d3630/3620!30 | tell 10, back 20 from 10, tell 30",
        "c3620!20 d3610/3600!21 d3630/3620!30         | blip 21, tell 30",
        "c3620!20 d3610/3600!130 d3630/3620!140       | blip 130, tell 140",
        "c120!0 c10 d20/10                            | late 10, blip 20",
        "c120.001!0 c10 d20/10                        | tell 20",
        "c10 d3620/3600!20 d3605/3600!5000            | blip 20, duplicate 3605",
        "c120!0 d180.001/120!60 c181!61 d190/181!70   | tell 60, back 61 from 60, tell 70"})
    void aClockThatIsAheadHidesNothing(String history, String story) {
        decides(0, history, story);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "d60/0 c70                        | tell 60, back 70 from 60",
        "c70 d60/0                        | blip 60",
        "d60 c70                          | tell 60, back 70 from 60",
        "c70 d60                          | blip 60",
        "d60/0 q80/70                     | tell 60, quiet 80, back 70 from 60",
        "q80/70 d60/0                     | quiet 80, blip 60",
        "d60/0 d80/70                     | tell 60, tell 80",
        "d80/70 d60/0                     | tell 80, blip 60",
        "d60/0 q80/70 c70!90              | tell 60, quiet 80, back 70 from 60, late 70",
        "c0 q60/0 d61/0                   | quiet 60, duplicate 61",
        "c0 q60/0 c0                      | quiet 60, repeat 0",
        "r60/0 c60                        | tell 60, back 60 from 60",
        "c60 r60/0                        | replaced 60",
        "c60 r60.005/0                    | replaced 60.005",
        "c60 r59.995/0                    | replaced 59.995"})
    void anyFactOfALaterSessionEndsAnEarlierLoss(String history, String story) {
        decides(0, history, story);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0@a:x#1 c50@a:x#2 d60@a:x#1     | blip 60",
        "c0@a:x#1 c50@a:x#2 d60@a:x#2     | tell 60",
        "c0@a q50/0:x#1 d60@a:x#1         | quiet 50, duplicate 60",
        "d60/0:x#1 d60@a:x#1 d70@a:x#1    | tell 60, duplicate 60, duplicate 70",
        "c0@a:x#1 d60/0 d70@a:x#1         | tell 60, duplicate 70",
        "c0@a:x#1 q50/0:x#2 d70@a:x#1     | quiet 50, tell 70",
        "c0@a:x#1 c50@a:x d60@a:x#1       | blip 60",
        "c0@a:x#1 c50@b:x#1 d60@b:x#1     | tell 60",
        "c0@a:x#1 c62@a:x#2 d60@a:x#2     | tell 60",
        "c0@a:x#1 c62.001@a:x#2 d60@a:x#2 | blip 60",
        "c0@a:x#1 d60@a:x#1 d70@a:x#1     | tell 60, duplicate 70"})
    void withoutItsBeginningAnEndIsMatchedByNodeAndPeername(String history, String story) {
        decides(0, history, story);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0 c50 d60                       | tell 60",
        "c0 c60 d60                       | tell 60",
        "c0 c70 d60                       | blip 60",
        "c0 d60 d70                       | tell 60, tell 70",
        "c0@a d60@a d70@a                 | tell 60, tell 70",
        "c0 c0:x d1:y                     | blip 1",
        "c0@a:x c0 d1:y                   | blip 1",
        "c0 d60 d60/0                     | tell 60, duplicate 60",
        "c0:x c50:y d60:x d61:y           | blip 60, tell 61",
        "c0 c50 d60@a                     | tell 60",
        "c0@a c50@b d51@a                 | blip 51",
        "c50@b d51.999@a                  | blip 51.999",
        "c50@b d52.001@a                  | tell 52.001",
        "c50@b c50.5@a d52.001@a          | blip 52.001",
        "c50:y d51:x                      | blip 51",
        "d60 c50!61 c70                   | tell 60, late 50, back 70 from 60"})
    void elseByTheLatestBeginningBeforeItElseItStandsForItself(String history, String story) {
        decides(0, history, story);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0@a:x#1 r10@a:x#1               | replaced 10",
        "c0@a:x#1 r10.001@a:x#1           | tell 10.001",
        "c50 r60                          | replaced 60",
        "c50 r60.001                      | tell 60.001",
        "c0 c50 r60                       | replaced 60",
        "r60 c50!61                       | tell 60, back 60 from 60",
        "r60 c49!61                       | tell 60, late 49",
        "r60 c70                          | tell 60, back 70 from 60",
        "c70 r60                          | replaced 60",
        "c70 r80/70                       | tell 80",
        "c70 r71/70                       | tell 71"})
    void whoWasReplacedAndDoesNotSayWhenItBeganNeverEndsASessionOfThatTime(String history, String story) {
        decides(0, history, story);
    }

    /** By another session that may be the newer one, as far as two nodes' clocks can tell. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0@a:x#1 c1@b:x#2 r1@a:x#1 d60@b:x#2     | replaced 1, tell 60",
        "c0@a:x#1 c1@b:x#2 r1@a:x#1               | replaced 1",
        "c0@b:x#2 c1@a:x#1 r1.5@a:x#1 d60@b:x#2   | replaced 1.5, tell 60",
        "c0@a:x#1 c1@b:x#2 r1@a:x   d60@b:x#2     | replaced 1, blip 60",
        "c0@a:x#1 c1@b:x#2 r1:x#1   d60@b:x#2     | replaced 1, tell 60",
        "c0:x#1   c1:x#2   r1:x#1   d60:x#2       | replaced 1, tell 60",
        "c0:x#1   c1:x#2   r1:x#1   d60           | replaced 1, tell 60",
        "c0@b:x#2 c3@a:x#1 r3@a:x#1               | replaced 3",
        "c0@b:x#2 c3@a:x#1 r3@a:x#1 d60@b:x#2     | replaced 3, blip 60",
        "c0@a:x#1 d2/0.5@b:x#2 r1@a:x#1           | blip 2, replaced 1, reopened 2, tell 2"})
    void whoWasReplacedHasEndedWhereNodeAndPeernameSaySo(String history, String story) {
        decides(0, history, story);
    }

    /** One of two events says in whole seconds when the session began. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0.4 d60/0                          | tell 60",
        "d60/0 c0.4                          | tell 60, late 0.4",
        "c0 d60/0.4                          | tell 60",
        "d60/0.4 c0                          | tell 60, late 0",
        "c0.999 d60/0                        | tell 60",
        "c1 d60/0.4                          | blip 60",
        "c1.2 d60/0                          | blip 60",
        "c0.4 d60/0.3                        | blip 60",
        "c0.4@a:x#1 d60/0@a                  | tell 60",
        "c0.4@a:x#1 d60/0@a:x#2              | blip 60",
        "c0.4@a d60/0@b                      | blip 60",
        "c0.4 r5/0 c5.2                      | tell 5, back 5.2 from 5",
        "c0.4 c5.2 r5/0                      | replaced 5",
        "c0.4@a c1.2@b r1/0@a d60/1@b        | replaced 1, tell 60",
        "c0.4 d60/0 d60/0.4                  | tell 60, duplicate 60",
        "d60/0 d60.2/0.4                     | tell 60, duplicate 60.2",
        "c0@a c0.4@a d60/0@a                 | blip 60",
        "c0@a c0.4@a d60/0.4@a               | tell 60",
        "c0.2@a c0.4@a d60/0@a               | tell 60",
        "c0.2@a c0.4@a d60/0                 | tell 60",
        "c0.2@a:x#1 c0.4@a:x#2 d60/0@a:x#1   | blip 60",
        "c0.2 c0.4 r0.4/0                    | replaced 0.4",
        "c0.2 c0.4 d0.3/0                    | blip 0.3",
        "d0.3/0 c0.4                         | tell 0.3, back 0.4 from 0.3",
        "c0.4 d0.3/0                         | blip 0.3",
        "c0.4 d0.4/0                         | tell 0.4",
        "c0.4 d0/0                           | tell 0"})
    void wholeSecondsSayTheSameBeginning(String history, String story) {
        decides(0, history, story);
    }

    /** EMQX 5.0.10 to 5.6.1 says again that a session was replaced, though it is offline already. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0@a:x#1 d60@a:x#1 r200@a:x#1 c200@a:x#2 | tell 60, duplicate 200, back 200 from 60",
        "c0 d60 r200 c200                          | tell 60, duplicate 200, back 200 from 60",
        "d60@a:x#1 r200@a:x#1 c200                 | tell 60, duplicate 200, back 200 from 60",
        "d60@a:x#1 d200@a:x#1                      | tell 60, tell 200",
        "d60@a:x#1 r65@a:x#1                       | tell 60, duplicate 65",
        "c0 d60/0 r200/0 c200                      | tell 60, duplicate 200, back 200 from 60",
        "c0 r200/0 d60/0 c200!201                  | tell 200, duplicate 60, back 200 from 200"})
    void aSecondEndOfOneSessionChangesNothing(String history, String story) {
        decides(0, history, story);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0 d60/0 w89.999                 |",
        "c0 d60/0 w90                     | tell 60",
        "c0 d60/0!80 w109.999             |",
        "c0 d60/0!80 w110                 | tell 60",
        "c0 d60/0 c70                     |",
        "c0 d60/0 c70 w90                 | blip 60",
        "c0 d60/0 c70!89.999 w90          | blip 60",
        "c0 d60/0 w90 c70!90.001          | tell 60, back 70 from 60",
        "c70 d60/0 w200                   | blip 60",
        "c70 r60/0 w200                   | replaced 60",
        "c0 r60/0 w200                    | tell 60",
        "c0 r60/0+10 c60 w70              | replaced 60",
        "c0 d60/0 c70 d80/70 w109         | blip 60",
        "c0 d60/0 c70 d80/70 w110         | blip 60, tell 80",
        "c0 d60/0 d60/0 w100              | repeat 60, tell 60",
        "c0 d60/0 d61/0 w100              | tell 60, duplicate 61",
        "c0 d61/0 d60/0!62 w100           | duplicate 61, tell 60",
        "c0 d60/0 q59/0!61 w100           | quiet 59, duplicate 60",
        "d60 c50!70 w100                  | late 50, tell 60"})
    void graceRunsOnOurClockFromArrival(String history, String story) {
        decides(30, history, story);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "d60/0 c100                       | tell 60, back 100 from 60",
        "+wecom+feishu d60/0 c100         | tell 60, back 100 from 60 to feishu+wecom",
        "- d60/0 c100                     | tell 60",
        "d60/0 +feishu d80/70 c100        | tell 60, tell 80, back 100 from 80 to feishu+wecom",
        "d60/0 c100 c200                  | tell 60, back 100 from 60",
        "d60/0 d80/70+30 c100 w110        | tell 60, back 100 from 60, blip 80",
        "d60/0@a c1@b d30/1@b             | tell 60, back 60 from 60, blip 30, reopened 60, tell 60",
        "d60/0 c100 d60/0                 | tell 60, back 100 from 60, repeat 60",
        "d60/0@a c58.5@b                  | tell 60, back 60 from 60"})
    void whoWasToldThatItIsGoneIsToldThatItIsBack(String history, String story) {
        decides(0, history, story);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0@a d60/0@a d120@a c200@a       | tell 60, tell 120, back 200 from 120",
        "c0@a d60/0@a d60@a               | tell 60, duplicate 60",
        "c0@a d60/0@a d60@b               | tell 60, tell 60",
        "d60@a d60                        | tell 60, duplicate 60",
        "d60@a d60@b                      | tell 60, tell 60",
        "d60@a d120@a                     | tell 60, tell 120",
        "d60@a d60/0@a c200               | tell 60, duplicate 60, back 200 from 60"})
    void anotherEndOfAGoneDeviceIsANewLossUnlessItIsTheSame(String history, String story) {
        decides(0, history, story);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "d9/8                       | flapping 9 5 since 1 tcp_closed",
        "d9/8 c10 w608.999          | flapping 9 5 since 1 tcp_closed",
        "d9/8 c10 w609              | flapping 9 5 since 1 tcp_closed, steady from 9",
        "d9/8 c10 w609 c700         | flapping 9 5 since 1 tcp_closed, steady from 9",
        "d9/8 d13/12 w613 c3        | flapping 9 5 since 1 tcp_closed, suppressed 13, still gone 13 from 13, late 3",
        "d9/8 w609                  | flapping 9 5 since 1 tcp_closed, still gone 9 from 9",
        "d9/8 w609 c700             | flapping 9 5 since 1 tcp_closed, still gone 9 from 9, back 700 from 9",
        "d9/8 q11/10 w609           | flapping 9 5 since 1 tcp_closed, quiet 11, steady from 9",
        "d9/8 c10 d11/10 w610.999   | flapping 9 5 since 1 tcp_closed, suppressed 11",
        "d9/8 c10 d11/10 w611       | flapping 9 5 since 1 tcp_closed, suppressed 11, still gone 11 from 11",
        "r9/8                       | flapping 9 5 since 1 tcp_closed+takenover",
        "d601/8                     | flapping 601 5 since 1 tcp_closed",
        "d601.001/8                 | tell 601.001",
        "q9/8                       | quiet 9",
        "Q9/8                       | quiet 9",
        "d8.5/6 c10                 | duplicate 8.5",
        "d9/8 c10 d9/8 d9.5/8 w609  | flapping 9 5 since 1 tcp_closed, repeat 9, duplicate 9.5, steady from 9",
        "+a - d9/8 c10 w609         | flapping 9 5 since 1 tcp_closed, steady to nobody",
        "- d9/8 w700                | flapping 9 5 since 1 tcp_closed",
        "- d9/8 d13/12 w613         | flapping 9 5 since 1 tcp_closed, suppressed 13, reopened 13, tell 13",
        "d9/8 c700 d701/700 c702 d703/702 c704 d705/704 c706 d707/706 c708 d709/708 c710"
            + " | flapping 9 5 since 1 tcp_closed, still gone 9 from 9, back 700 from 9, tell 701, back 702 from 701,"
            + " tell 703, back 704 from 703, tell 705, back 706 from 705, tell 707, back 708 from 707,"
            + " flapping 709 5 since 701 tcp_closed"})
    void whatComesAndGoesIsToldOnceAndWhenItIsSteady(String history, String story) {
        decides(0, FOUR + history, "tell 1, back 2 from 1, tell 3, back 4 from 3, tell 5, back 6 from 5,"
                + " tell 7, back 8 from 7" + (story == null ? "" : ", " + story));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0 d1/0 c2 d3/2 c4 d5/4 c6 d7/6 c8 d9/8 c10 w700 | flapping 9 5 since 1 tcp_closed,"
            + " suppressed 1, suppressed 3, suppressed 5, suppressed 7, steady from 9",
        "d7/6 d3/2 d9/8 d1/0 d5/4 w700 | flapping 5 5 since 1 tcp_closed,"
            + " suppressed 1, suppressed 3, suppressed 7, suppressed 9, still gone 9 from 9",
        "d1/0 d3/2 d5/4 d6/4 d7/6 w40 | tell 7, blip 1, blip 3, blip 5, duplicate 6",
        "d1/0 d2 d2 d2@a d2/1 w32 | repeat 2, duplicate 2, duplicate 2, blip 1, tell 2"})
    void lossesThatWaitCountAsWell(String history, String story) {
        Device device = new Device(LIMITS).lives(history, Duration.ofSeconds(30));
        assertEquals(sorted(story), sorted(Words.story(device.decisions())));
    }

    private static List<String> sorted(String story) {
        return Stream.of(story.split(", ")).sorted().toList();
    }

    /** Whoever knows nothing of it yet is told with the next loss; what is told in the end counts them all. */
    @Test
    void eachLossOfAnEpisodeIsCounted() {
        Device device = new Device(LIMITS).lives(FOUR + "d9/8 c10 d11/10 c12 r13/12 c14 w700", Duration.ZERO);
        List<Decision.Suppressed> suppressed = all(device, Decision.Suppressed.class);
        Decision.Flapping shown = (Decision.Flapping) suppressed.get(1).shown();
        assertEquals("flapping 13 7 since 1 tcp_closed+takenover", Words.story(List.of(shown)));
        Decision.Steady steady = all(device, Decision.Steady.class).get(0);
        assertEquals("7 from 1 to 14", steady.episode().losses() + " from " + Words.seconds(steady.episode().since())
                + " to " + Words.seconds(steady.at()));
        assertEquals(List.of("d9/8"), steady.losses().stream().map(Fact::key).toList());
    }

    /** Whose filter lets some losses through only; by then what was told before them has its end, or has none. */
    @ParameterizedTest(name = "{0}: {1} | {2}")
    @CsvSource(delimiter = '|', value = {
        "+a " + FOUR + "+b d9/8 c10 w700     | tell 1, back 2 from 1 to a, tell 3, back 4 from 3 to a, tell 5,"
            + " back 6 from 5 to a, tell 7, back 8 from 7 to a | flapping 9 5 since 1 tcp_closed, steady from 9 to b",
        "+a d1 d2 d3 d4 +b d5 c10 w605       | tell 1, tell 2, tell 3, tell 4, flapping 5 5 since 1 tcp_closed,"
            + " steady from 5 to a+b | flapping 5 5 since 1 tcp_closed, steady from 5 to a+b",
        "+a d1 d2 d3 d4 - d5 +b d6 c10 w606  | tell 1, tell 2, tell 3, tell 4, flapping 5 5 since 1 tcp_closed,"
            + " steady from 6 to a+b | flapping 6 6 since 1 tcp_closed, steady from 6 to a+b",
        "+b d1 d2 d3 d4 d5 +a d6 c10 w606    | flapping 6 6 since 1 tcp_closed, steady from 6 to a+b"
            + " | tell 1, tell 2, tell 3, tell 4, flapping 5 5 since 1 tcp_closed, steady from 6 to a+b",
        "+a d1+9 d2+9 d3+9 d4+9 d5+9 +b w700 | flapping 5 5 since 1 tcp_closed, still gone 5 from 5 to a |",
        "+a d1 d2 d3 d4 d5 +b w605           | tell 1, tell 2, tell 3, tell 4, flapping 5 5 since 1 tcp_closed,"
            + " still gone 5 from 5 to a |"})
    void whoeverWouldHearOfALossHearsThatItFlapsAndOfItsEnd(String history, String a, String b) {
        Device device = new Device(LIMITS).lives(history, Duration.ZERO);
        assertEquals(List.of(a, b == null ? "" : b), List.of(Words.story(device.told("a")),
                Words.story(device.told("b"))));
    }

    /** Each loss that waits is shown by itself, as soon as it is known that it flaps. */
    @Test
    void whoWouldHearOfALossThatWaitsHearsThatItFlaps() {
        Device device = new Device(LIMITS).tells(loss -> Set.of(loss.key().equals("d1/0") ? "a" : "b"))
                .lives("c0 d1/0 c2 d3/2 c4 d5/4 c6 d7/6 c8 d9/8 c10", Duration.ofSeconds(30));
        assertEquals("flapping 1 5 since 1 tcp_closed", Words.story(device.told("a")));
        assertEquals("flapping 9 5 since 1 tcp_closed", Words.story(device.told("b")));
        device.clock(Words.at("700"));
        assertEquals("flapping 1 5 since 1 tcp_closed, steady from 9 to a+b", Words.story(device.told("a")));
    }

    @Test
    void twoLossesAreTheFewestThatFlap() {
        Device device = new Device(new Limits(2, Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofDays(30)))
                .lives("c0 d1/0 c2 d3/2 c4 w603", Duration.ZERO);
        assertEquals("tell 1, back 2 from 1, flapping 3 2 since 1 tcp_closed, steady from 3",
                Words.story(device.decisions()));
    }

    /** What was kept from robots in a silence, and is said at its end; who knew of a loss knows of this one only. */
    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', value = {
        "d60/0            | d60/0    | true",
        "d60/0            | d61/0    | false",
        "- d60/0          | d60/0    | true",
        "- d60/0          | d59/0    | true",
        "d60/0+30         | d60/0+30 | false",
        "d60/0 d80/70+30  | d80/70   | false",
        "d60/0 c70        | d60/0    | false",
        "- d60/0 c70      | d60/0    | false",
        "c0 d1/0 c2 d3/2 c4 d5/4 c6 d7/6 c8 d9/8 d11/10 | d11/10 | true",
        "c0 d1/0 c2 d3/2 c4 d5/4 c6 d7/6 c8 d9/8 d11/10 | d9/8   | false"})
    void whatWasKeptFromRobotsIsKnown(String history, String key, boolean untold) {
        Past past = new Device(LIMITS).lives(history, Duration.ZERO).past();
        assertEquals(untold ? past.loss() : Optional.empty(), past.untold(Set.of(key)));
    }

    @Test
    void whoLearnsOfALossIsToldOfTheReturn() {
        Past past = new Device(LIMITS).lives("- d60/0", Duration.ZERO).past();
        Past learnt = past.learnt(past.untold(Set.of("d60/0")).orElseThrow(), Set.of("feishu"));
        Fact connect = Words.fact("c70", null, Words.at("70"));
        assertEquals("back 70 from 60 to feishu",
                Words.story(learnt.with(connect, Words.at("70"), LIMITS).decisions()));
        assertEquals(past, past.learnt(null, Set.of("feishu")));
    }

    /** Whoever knows that it flaps keeps that in mind; what nobody knows is told when it is seen again. */
    @Test
    void whoLearnsOfALossLearnsNothingOfFlapping() {
        Past known = new Device(LIMITS).lives(FOUR + "d9/8", Duration.ZERO).past();
        assertEquals(known, known.learnt(null, Set.of("feishu")));
        Past unknown = new Device(LIMITS).lives("- " + FOUR + "d9/8", Duration.ZERO).past();
        assertNull(unknown.learnt(null, Set.of()).episode());
        assertEquals(Set.of("feishu"), unknown.learnt(unknown.loss().get(), Set.of("feishu")).told().robots());
    }

    /** Though the window has gone on meanwhile. */
    @Test
    void flappingThatLongAgoBeganAndTurnsOutToBeTwinsIsOneEpisode() {
        Device device = new Device(LIMITS).lives(FOUR + "d9/8 c10 d500/10 c501 r1000/501:x r1020/1000:y "
                + "r1040/1020:x c1040 w1640", Duration.ZERO);
        Decision.Steady steady = all(device, Decision.Steady.class).get(0);
        assertEquals("9 from 1", steady.episode().losses() + " from " + Words.seconds(steady.episode().since()));
    }

    /** Another node's session had begun before the last loss, and went on. */
    @Test
    void whatFlappedIsSteadySinceItsLastLoss() {
        Device device = new Device(LIMITS).lives(FOUR + "d9/8@a c8.5@b w700", Duration.ZERO);
        assertEquals("9", Words.seconds(all(device, Decision.Steady.class).get(0).at()));
    }

    @Test
    void flappingThatTurnsOutToBeTwinsIsOneEpisode() {
        Device device = new Device(LIMITS).lives(FOUR + "d9/8 r20/10:x r40/20:y r60/40:x c60 w700", Duration.ZERO);
        Decision.Steady steady = all(device, Decision.Steady.class).get(0);
        assertEquals("8 from 1", steady.episode().losses() + " from " + Words.seconds(steady.episode().since()));
        assertEquals(List.of("d9/8", "r60/40:x"), steady.losses().stream().map(Fact::key).toList());
    }

    private static <T> List<T> all(Device device, Class<T> kind) {
        return device.decisions().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** A program that told each loss by itself left these: the next one shows what they come to. */
    @Test
    void whatWasToldWithoutFlappingCountsOnceItIsSwitchedOn() {
        Limits off = new Limits(0, Duration.ZERO, Duration.ofMinutes(15), Duration.ofDays(30));
        Past before = new Device(off).lives(FOUR + "r20/8:x c20:y", Duration.ZERO).past();
        assertFalse(PastJson.write(before).contains("episode"));
        Fact loss = Words.fact("d21/20:y", Duration.ZERO, Words.ZERO);
        Followed next = PastJson.read(PastJson.write(before)).orElseThrow().with(loss, loss.receivedAt(), LIMITS);
        assertEquals("flapping 21 6 since 1 tcp_closed+takenover", Words.story(next.decisions()));
    }

    /** Switched off meanwhile, it ends as it would have. */
    @Test
    void anEpisodeHasItsEndEvenIfFlappingIsSwitchedOff() {
        Past before = new Device(LIMITS).lives(FOUR + "d9/8 c10", Duration.ZERO).past();
        Limits off = new Limits(0, Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofDays(30));
        assertEquals("steady from 9", Words.story(before.due(Words.at("609"), off).decisions()));
    }

    @Test
    void zeroLossesSwitchFlappingOff() {
        Limits off = new Limits(0, Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofDays(30));
        Device device = new Device(off).lives(FOUR + "d9/8 c10 d11/10", Duration.ZERO);
        assertTrue(Words.story(device.decisions()).endsWith("tell 9, back 10 from 9, tell 11"));
    }

    @ParameterizedTest(name = "grace {0} s: {1}")
    @CsvSource({"30, 2", "0, 10"})
    void thirtyFourDropsInAHundredSecondsMakeFewMessages(int grace, int messages) {
        String drops = IntStream.range(0, 34).map(i -> 3 * i).mapToObj(i -> "d" + (i + 1) + "/" + i + " c" + (i + 3))
                .collect(Collectors.joining(" "));
        Device device = new Device(LIMITS).lives("c0 " + drops + " w800", Duration.ofSeconds(grace));
        List<Decision> told = device.decisions().stream().filter(decision -> decision.handed() != null
                || decision instanceof Decision.Back || decision instanceof Decision.Steady).toList();
        assertEquals(messages, told.size(), Words.story(told));
        assertTrue(told.get(messages - 1) instanceof Decision.Steady);
        assertEquals(34, device.decisions().stream().filter(decision -> decision.handed() != null
                || decision instanceof Decision.Suppressed).count());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0:x r20/0:x+9 c20:y r40/20:y+9 c40:x r60/40:x+9 c60:y w660"
            + " | replaced 20, replaced 40, twins 60 x+y, steady from 60",
        "r20/0:x r40/20:y r60/40:x w660      | tell 20, tell 40, twins 60 x+y, still gone 60 from 60",
        "r20:x r40:y r60:x                   | tell 20, tell 40, twins 60 x+y",
        "r10/0 r20/10:x r40/20:y r60/40:x    | tell 10, tell 20, tell 40, twins 60 x+y",
        "c0:x#1 r20/0:x#1+9 c20:y#1 r40/20:y#1+9 c40:x#2 r60/40:x#2+9 | replaced 20, replaced 40, twins 60 x+y",
        "r20/0:x r40/20:x r60/40:x c60       | tell 20, tell 40, tell 60, back 60 from 60",
        "r20/0:x r40/20:y r60/40:z c60       | tell 20, tell 40, tell 60, back 60 from 60",
        "r20/0:x r40/20:y r60/40:y c60       | tell 20, tell 40, tell 60, back 60 from 60",
        "r20/0 r40/20:y r60/40 c60           | tell 20, tell 40, tell 60, back 60 from 60",
        "r20/0:x r40/20 r60/40:x c60         | tell 20, tell 40, tell 60, back 60 from 60",
        "r20/0:x d30/25:y r40/32:y r60/40:x  | tell 20, tell 30, tell 40, twins 60 x+y",
        "r20/0:x d40/20:y r60/40:x           | tell 20, tell 40, tell 60",
        "r20/0:x r40/20:y r620/40:x          | tell 20, tell 40, twins 620 x+y",
        "r20/0:x r40/20:y r621/40:x          | tell 20, tell 40, tell 621",
        "r20/0:x r60/40:x r40/20:y           | tell 20, tell 60, twins 40 x+y",
        "r20/0:x r40/20:y r60/40:x r80/60:y c80 w680"
            + " | tell 20, tell 40, twins 60 x+y, suppressed 80, steady from 60",
        "d1/0 d3/2 r20/4:x r40/20:y r60/40:x | tell 1, tell 3, tell 20, tell 40, twins 60 x+y",
        "d1/0 d3/2 d5/4 d7/6 d9/8 r20/10:x r40/20:y r60/40:x r80/60:y | tell 1, tell 3, tell 5, tell 7,"
            + " flapping 9 5 since 1 tcp_closed, suppressed 20, suppressed 40, twins 60 x+y, suppressed 80"})
    void threeReplacementsToAndFroAreTwoDevicesWithOneName(String history, String story) {
        decides(0, history, story);
    }

    /** An activation is a loss, the end of an alarm the beginning of a time that is well. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "d60@a c100@a                | tell 60, back 100 from 60",
        "c100@a d60@a                | blip 60",
        "d60@a c100@a d160@a c170@a  | tell 60, back 100 from 60, tell 160, back 170 from 160",
        "d60@a d160@a c170@a         | tell 60, tell 160, back 170 from 160",
        "d60@a d160@a c100@a c170@a  | tell 60, tell 160, late 100, back 170 from 160",
        "d60@a c60.5@a d60.9@a       | tell 60, back 60.5 from 60, tell 60.9",
        "c100@a d60@a c100@a d60@a   | blip 60, repeat 100, repeat 60",
        "d3660@a!60 c3700@a!100      | tell 60, back 100 from 60",
        "d3660@a!60 c100@a           | tell 60, back 100 from 60"})
    void anAlarmIsFollowedLikeADevice(String history, String story) {
        decides(0, history, story);
    }

    @ParameterizedTest(name = "{0}, returns heard of: {1}: forgotten at {2}")
    @CsvSource({
        "'',                  true,  ",
        "c0,                  true,  900",
        "c0!50,               true,  950",
        "c0!50 c1!40,         true,  950",
        "d60/0 c70,           true,  970",
        "d60/0,               true,  2592060",
        "d60/0,               false, 960",
        "- d60/0,             true,  2592060",
        "q60/0,               true,  960",
        "d60/0+30,            true,  ",
        "d60/0+30 c70 w90,    true,  970",
        "c0 d1 c2 d3 c4 d5 c6 d7 c8 d9 c10, true,",
        "c0 d1 c2 d3 c4 d5 c6 d7 c8 d9 c10 w609, true, 910"})
    void whatIsWellIsForgotten(String history, boolean returns, String at) {
        Device device = new Device(LIMITS).lives(history, Duration.ZERO);
        boolean lasts = returns && device.past().loss().isPresent();
        assertEquals(at, device.past().forgetAt(LIMITS, lasts).map(Words::seconds).orElse(null));
    }

    @ParameterizedTest(name = "window {0} min, memory {1} min: {2} s")
    @CsvSource({"10, 15, 900", "15, 10, 900", "20, 15, 1200"})
    void itIsRememberedForAWindowAtLeast(int window, int memory, long seconds) {
        Limits limits = new Limits(5, Duration.ofMinutes(window), Duration.ofMinutes(memory), Duration.ofDays(1));
        Device device = new Device(limits).lives("c0", Duration.ZERO);
        assertEquals(Optional.of(Words.ZERO.plusSeconds(seconds)), device.past().forgetAt(limits, false));
    }

    /** 26 facts are kept, the latest; what is pushed out is judged first. */
    @Test
    void whatIsKeptOfOneDeviceIsBounded() {
        Limits limits = new Limits(5, Duration.ZERO, Duration.ofMinutes(15), Duration.ofDays(30));
        Device device = new Device(limits).lives(IntStream.range(0, 40).mapToObj(i -> "d" + (10 * i + 5) + "/" + 10 * i)
                .collect(Collectors.joining(" ")), Duration.ofHours(1));
        assertEquals(26, device.past().known().size());
        assertEquals("d145/140", device.past().known().get(0).fact().key());
        assertEquals(IntStream.range(0, 14).mapToObj(i -> "blip " + (10 * i + 5)).collect(Collectors.joining(", ")),
                Words.story(device.decisions()));
        device.lives("c400 d5/0", Duration.ofHours(1));
        assertEquals(26, device.past().known().size());
        assertTrue(Words.story(device.decisions()).endsWith(", blip 145, blip 5"));
    }

    /** What it is gone by stays, and is told; of the others the oldest is judged, and goes. */
    @Test
    void whatADeviceIsGoneByIsNotPushedOut() {
        Device device = new Device(LIMITS).lives("d60/0 " + IntStream.range(61, 87).mapToObj(i -> "d" + i + "/0")
                .collect(Collectors.joining(" ")), Duration.ofHours(1));
        assertEquals("duplicate 61, tell 60", Words.story(device.decisions()));
        assertEquals(List.of("d60/0", "d62/0"), device.past().facts().stream().limit(2).map(Fact::key).toList());
    }

    /** What becomes of an end that nobody is told of, as its history says it. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
        "c0 d60/0                          |",
        "d60/0+30 c70 w90                  | blip 60",
        "r60/0+10 c60 w70                  | replaced 60",
        "q60/0 d61/0 c70                   | quiet 60, duplicate 61",
        "c0 d1/0 c2 d3/2 c4 d5/4 c6 d7/6 c8 d9/8 d11/10 c12 w700 | suppressed 11"})
    void whatNobodyIsToldOfHasItsOutcome(String history, String outcomes) {
        List<Decision> decisions = new Device(LIMITS).lives(history, Duration.ZERO).decisions();
        assertEquals(outcomes == null ? "" : outcomes, decisions.stream().filter(one -> one.outcome() != null)
                .map(one -> one.outcome() + " " + Words.seconds(one.dropped().happened()))
                .collect(Collectors.joining(", ")));
        assertTrue(decisions.stream().noneMatch(one -> one.outcome() == null && one.dropped() != null));
    }

    @Test
    void aBeginningIsPresentUntilItIsOvertakenOrOver() {
        assertEquals(List.of("Present", "Present", "Late", "Late"), Stream.of("c5 c7", "c5 c4@a", "c9 c5", "d7/5 c5")
                .map(history -> new Device(LIMITS).lives(history, Duration.ZERO).decisions())
                .map(decisions -> decisions.get(decisions.size() - 1).getClass().getSimpleName()).toList());
    }

    @Test
    void whoWaitsIsToldUntilWhen() {
        Device device = new Device(LIMITS).lives("d60/0!70", Duration.ofSeconds(30));
        Fact loss = device.past().facts().get(0);
        assertEquals(List.of(new Decision.Wait(loss, Words.at("100"))), device.decisions());
        assertEquals(Optional.of(Words.at("100")), device.past().dueAt());
        assertEquals(Optional.of(loss), device.past().loss());
    }

    /** Whoever asks what is due has read first what came while the program was away. */
    @ParameterizedTest(name = "{0}, {1}: {2}, {3}")
    @CsvSource(delimiter = '|', value = {
        "d60/0+10                                | d200/150 | tell 200             | blip 60",
        "d60/0+10                                | q59/0    | quiet 59             | duplicate 60",
        "d60/0+10                                | c300     |                      | blip 60",
        "d60/0@a c1@b                            | d30/1@b  | blip 30, reopened 60 | tell 60",
        "c0 d1/0 c2 d3/2 c4 d5/4 c6 d7/6 c8 d9/8 | c5.5     | late 5.5             | still gone 9 from 9"})
    void whatIsHeardDecidesNothingOfAnotherLoss(String before, String fact, String heard, String due) {
        Past past = new Device(LIMITS).lives(before, Duration.ZERO).past();
        Instant later = Words.at("2000");
        Followed followed = past.with(Words.received(Words.fact(fact, Duration.ZERO, later), later), later, LIMITS);
        assertEquals(heard == null ? "" : heard, Words.story(followed.decisions()));
        assertEquals(due, Words.story(followed.past().due(later, LIMITS).decisions()));
    }

    /** The store's clock and the one of whoever received it may differ. */
    @Test
    void whatDoesNotWaitIsToldEvenIfItComesFromTheFuture() {
        Fact loss = Words.fact("d60/0", Duration.ZERO, Words.ZERO);
        assertEquals(List.of(new Decision.Tell(loss)),
                Past.NOTHING.with(loss, loss.receivedAt().minusMillis(1), LIMITS).decisions());
    }

    @Test
    void nothingIsDueOfWhatIsWell() {
        assertEquals(Optional.empty(), new Device(LIMITS).lives("c0", Duration.ZERO).past().dueAt());
        assertEquals(Optional.empty(), Past.NOTHING.loss());
    }

    @Test
    void whatIsToldOnceMoreEndsUnderTheKeyItWasToldBy() {
        Past past = new Device(LIMITS).lives("d60/0@a c1@b d30/1@b", Duration.ZERO).past();
        Past again = past.toldAgain(past.told().last(), "d60/0@a-again", Set.of("feishu"));
        assertEquals(List.of("d60/0@a-again", Set.of("feishu", "wecom")), List.of(again.told().last().key(),
                again.told().robots()));
        Fact connect = Words.fact("c99@a", null, Words.at("99"));
        assertEquals(List.of("d60/0@a-again"), again.with(connect, Words.at("99"), LIMITS).decisions().stream()
                .filter(Decision.Back.class::isInstance)
                .flatMap(back -> ((Decision.Back) back).losses().stream()).map(Fact::key).toList());
    }
}
