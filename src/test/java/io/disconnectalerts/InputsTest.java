package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.parking.Parking.Parked;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the HTTP entrance does with inputs that are packed, or hold more than one event. */
class InputsTest {
    private static final byte[] EVENT =
            bytes("{\"clientid\":\"水泵-7\",\"reason\":\"tcp_closed\",\"disconnected_at\":1758015945678}");

    @TempDir
    private Path folder;
    private RunningBundle bundle;

    @BeforeEach
    void start() throws Exception {
        bundle = new RunningBundle(folder, Map.of());
        bundle.hold();
    }

    @AfterEach
    void stop() {
        bundle.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private void answers(String answer, byte[] body, String... headers) throws Exception {
        HttpResponse<String> response = bundle.post(body, headers);
        assertEquals(answer, response.statusCode() + " " + response.body().strip());
    }

    /** Events told to each group. */
    private int told() throws Exception {
        bundle.tell();
        bundle.hold();
        return (int) bundle.count("alerts.delivered.events", "robot", "wecom");
    }

    @Test
    void aPackedEventIsTold() throws Exception {
        answers("202 committed", gzip(EVENT), "Content-Encoding", "gzip");
        assertEquals(1, told());
        answers("202 committed", gzip(EVENT), "Content-Encoding", "X-GZip");
        byte[] gbk = new String(EVENT, UTF_8).getBytes("GBK");
        answers("202 committed", gzip(gbk), "Content-Encoding", "gzip", "Content-Type",
                "application/json; charset=gbk");
        assertEquals(1, told());
        assertEquals(2, bundle.count("alerts.duplicate"));
    }

    @Test
    void whatIsPackedOtherwiseIsRefusedAndParkedAsItCame() throws Exception {
        byte[] broken = Arrays.copyOf(gzip(EVENT), 30);
        answers("400 refused and parked: its Content-Encoding is gzip, but it is not, or is broken", broken,
                "Content-Encoding", "gzip");
        assertArrayEquals(broken, bundle.parked().get(0).bytes());
        answers("400 refused and parked: its Content-Encoding is 'br': only gzip is unpacked, and only once", EVENT,
                "Content-Encoding", "br");
        assertArrayEquals(EVENT, bundle.parked().get(0).bytes());
        answers("400 refused and parked: its Content-Encoding is 'gzip,gzip': only gzip is unpacked, and only once",
                gzip(gzip(EVENT)), "Content-Encoding", "gzip", "Content-Encoding", "gzip");
        assertEquals(0, told());
    }

    @Test
    void whatIsTooLargeOnceItIsUnpackedIsNeitherReadNorParked() throws Exception {
        answers("413 larger than 1 MiB once it is decoded", gzip(new byte[100 << 20]), "Content-Encoding", "gzip");
        assertEquals(List.of(), bundle.parked());
    }

    @Test
    void whatCannotBeReadOfManyIsOneThatIsParked() throws Exception {
        answers("202 committed", bytes("[" + new String(EVENT, UTF_8) + ",{}".repeat(9_999) + "]"));
        assertEquals(1, told());
        Parked parked = bundle.parked().get(0);
        assertEquals(1, bundle.parked().size());
        assertEquals("its element 2 of 10000 cannot be read: it does not say what happened: "
                + "add event, reason or disconnected_at; nor can 9998 more", parked.reason());
        assertEquals(List.of(2.0, 1.0), List.of(bundle.count("alerts.received"), bundle.count("alerts.refused.input")));
        assertTrue(parked.payload().startsWith("[{},{},{}"), "nothing that was told is kept with it");
    }

    @Test
    void arraysInArraysAreOneThatIsParked() throws Exception {
        String nested = array(10, array(5_000, "{}"));
        answers("400 refused and parked: its element 1 of 10 cannot be read: it is an array, and arrays do not nest; "
                + "nor can 9 more", bytes(nested));
        assertEquals(1, bundle.parked().size());
    }

    private static String array(int times, String element) {
        return "[" + String.join(",", Collections.nCopies(times, element)) + "]";
    }

    @Test
    void tryingAgainWhatIsParkedOfManyTellsNobodyOfTheRest() throws Exception {
        answers("202 committed", bytes("{\"clientid\":\"a\",\"reason\":\"kicked\"}\n{\"clientid\":\"b\"}\n"
                + "{\"clientid\":\"c\",\"reason\":\"kicked\"}"));
        assertEquals(2, told());
        bundle.wait(Duration.ofHours(1));
        HttpResponse<String> again = bundle.retry(bundle.parked().get(0).id());
        assertEquals("400 refused and parked: it does not say what happened: add event, reason or disconnected_at\n",
                again.statusCode() + " " + again.body());
        assertEquals(2, told());
        assertEquals(1, bundle.parked().size());
    }

    @Test
    void tenThousandAreEachToldOnce() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            lines.append("{\"clientid\":\"c-").append(i)
                    .append("\",\"reason\":\"tcp_closed\",\"disconnected_at\":1758015945678}\n");
        }
        answers("202 committed", bytes(lines.toString()));
        answers("202 committed", bytes("[" + lines.toString().strip().replace('\n', ',') + "]"));
        assertEquals(10_000, told());
        assertEquals(10_000, bundle.count("alerts.duplicate"));
    }

    /** One is taken and four wait, each in no more room than its text. */
    @Test
    void ofManyLargeOnesAtOnceSomeAreToBeSentAgain() throws Exception {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] body = bytes(array(3_000, "{\"event\":\"client.ping\"}").replace("]", "")
                    + ",{\"clientid\":\"c-" + i + "\",\"reason\":\"tcp_closed\",\"disconnected_at\":1758015945678}]");
            answers.add(CompletableFuture.supplyAsync(() -> status(body), task -> new Thread(task).start()));
        }
        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertTrue(statuses.stream().allMatch(status -> status == 202 || status == 503), statuses::toString);
        assertTrue(statuses.contains(202) && statuses.contains(503), statuses::toString);
        assertTrue(told() >= Collections.frequency(statuses, 202), statuses::toString);
    }

    private int status(byte[] body) {
        try {
            return bundle.post(body).statusCode();
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void aTimeThatCanBeNoneIsCounted() throws Exception {
        answers("202 committed", bytes("{\"clientid\":\"a\",\"reason\":\"kicked\",\"ts\":3361588438}"));
        answers("202 committed", bytes("{\"clientid\":\"b\",\"reason\":\"kicked\"}\n"
                + "{\"clientid\":\"c\",\"reason\":\"kicked\",\"disconnected_at\":-1}"));
        assertEquals(2, bundle.count("alerts.time.unusable"));
        assertEquals(3, told());
    }
}
