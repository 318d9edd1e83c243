package io.disconnectalerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.event.Payload;
import io.disconnectalerts.event.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Garbage gets a clear answer and is parked with a reason, and the stream goes on. Seeded, and bounded in time. */
class FuzzTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);
    private static final byte[] EVENT = """
            {"event":"client.disconnected","clientid":"a","username":null,"reason":"kicked",\
            "disconnected_at":1758015945678,"client_attrs":{"a":[1]}}""".getBytes(UTF_8);
    /** Ten MiB in ten KiB. */
    private static final byte[] BOMB = gzip();
    private static final List<byte[]> GARBAGE = List.of(
            bytes(""), bytes(" "), bytes("\u0000"), bytes("null"), bytes("0"), bytes("[]"), bytes("{}"), bytes("[[]]"),
            bytes("{"), bytes("}"), bytes("[{}"), bytes("\"\\ud800\""),
            bytes("[".repeat(100_000)), bytes("{\"a\":".repeat(100_000)), bytes("[".repeat(60) + "]".repeat(60)),
            bytes("[" + "0,".repeat(100_000) + "0]"),
            bytes("{\"clientid\":" + "9".repeat(100_000) + "}"), bytes("{\"clientid\":1e999999999}"),
            bytes("{\"clientid\":-1e-999999999}"), bytes("{\"clientid\":NaN}"),
            bytes("{\"clientid\":\"a\",\"clientid\":\"b\"}"), bytes("{\"clientid\":\"" + "a".repeat(900_000) + "\"}"),
            bytes("{\"" + "a".repeat(900_000) + "\":1}"),
            bytes("{\"clientid\":\"a\",\"reason\":" + "[".repeat(60) + "]".repeat(60) + "}"),
            bytes("{\"clientid\":\"a\",\"ts\":1e99}\n{\n{}{}\n\u0000"),
            bytes("{\n".repeat(300_000)), bytes("{}\n".repeat(100_000)),
            bytes(" ".repeat(1 << 19) + "x" + " ".repeat(1 << 18)),
            bytes("{\"clientid\":[1],\"event\":{}}"), bytes("{\"event\":\"client." + "x".repeat(100_000) + "\"}"),
            bytes("<xml/>"), bytes("a=b&c=d"), bytes("undefined"), bytes("{}{}"), bytes("// {}"),
            new byte[] {(byte) 0xFF, (byte) 0xFE, 0}, new byte[] {(byte) 0xC3, 0x28},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, new byte[1_000], new byte[2 << 20], BOMB);

    private static final List<String> TOPICS =
            List.of("", "/", "$event", "$events/", "$SYS/brokers/n/clients/a/disconnected", "a//\u0000");
    private static final List<String> HEADERS = List.of("", "gzip", "gbk", "identity,", "\u0000\"");
    /** Nothing in it is Java's or Jackson's. */
    private static final Pattern SENTENCE =
            Pattern.compile("its? (?!.*(?:(?:com|org|java)\\.|[A-Z][a-z]+[A-Z][a-z]|\\b[a-z]+[A-Z]|REDACTED|`)).*");

    @TempDir
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] gzip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[10 << 20]);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    /** An event with some bytes changed, doubled or left out. */
    private static byte[] mutation(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte each : EVENT) {
            switch (random.nextInt(40)) {
                case 0 -> bytes.write(random.nextInt(256));
                case 1 -> { }
                case 2 -> {
                    bytes.write(each);
                    bytes.write(each);
                }
                default -> bytes.write(each);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void whateverIsReadIsAnEventOrARefusalInOneSentence() {
        Random random = new Random(5);
        GARBAGE.forEach(FuzzTest::assertRead);
        for (Instant end = Instant.now().plus(LONG_ENOUGH); Instant.now().isBefore(end);) {
            assertRead(mutation(random));
        }
    }

    private static void assertRead(byte[] payload) {
        for (String topic : TOPICS) {
            for (String header : HEADERS) {
                Payload reader = new Payload("+08:00", InstantSource.system(), Given.BROKERS);
                Reading reading = reader.read(payload, topic, header, "application/json; charset=" + header,
                        Map.of("vernemq-hook", header));
                assertReason(reading instanceof Reading.Several several ? reader.parts(several, topic, null) : reading);
            }
        }
    }

    private static void assertReason(Reading reading) {
        if (reading instanceof Reading.Parts parts) {
            parts.chunks().forEach(chunk -> chunk.forEach(FuzzTest::assertReason));
        } else if (reading instanceof Reading.Unreadable unreadable) {
            assertTrue(SENTENCE.matcher(unreadable.reason()).matches() && unreadable.reason().length() < 400,
                    unreadable.reason());
        }
    }

    @Test
    void whateverIsPostedGetsAClearAnswerAndTheStreamGoesOn() throws Exception {
        Random random = new Random(6);
        try (RunningBundle bundle = new RunningBundle(folder, Map.of())) {
            for (byte[] garbage : GARBAGE) {
                int most = garbage.length > 1 << 20 || Arrays.equals(garbage, BOMB) ? 413 : 400;
                HttpResponse<String> answer = bundle.post(garbage, "Content-Encoding",
                        Arrays.equals(garbage, BOMB) ? "gzip" : "identity",
                        "Content-Type", "application/x-www-form-urlencoded", "CamelHttpUri", "http://127.0.0.1:1/");
                assertTrue(List.of(202, most).contains(answer.statusCode()),
                        () -> answer.statusCode() + " to "
                        + new String(garbage, 0, Math.min(100, garbage.length), UTF_8));
                assertFalse(answer.headers().map().keySet().stream().anyMatch(name -> name.startsWith("Camel")),
                        answer.headers()::toString);
            }
            for (Instant end = Instant.now().plus(LONG_ENOUGH); Instant.now().isBefore(end);) {
                assertTrue(List.of(202, 400).contains(bundle.post(mutation(random)).statusCode()));
            }
            assertTrue(bundle.parked().size() > 20
                    && bundle.parked().stream().noneMatch(parked -> parked.reason().isBlank()));
            assertEquals(0, bundle.count("alerts.ignored", "event", "client." + "x".repeat(100_000)),
                    "no metric is named by a device");
            bundle.hold();
            assertEquals(202, bundle.post(bytes("{\"clientid\":\"after all that\",\"disconnected_at\":1758015945678}"))
                    .statusCode());
            bundle.tell();
            bundle.vendors().forEach((robot, vendor) ->
                    assertTrue(vendor.received().get(vendor.received().size() - 1).accepted()
                    && vendor.received().get(vendor.received().size() - 1).body().contains("after all that"), robot));
        }
    }
}
