package io.disconnectalerts.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.Broker;
import io.disconnectalerts.broker.EmbeddedBroker;
import io.disconnectalerts.broker.Mosquitto;
import io.disconnectalerts.broker.PretendBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is promised of a message, from the broker's queue to its acknowledgement, on two brokers that behave
 * differently.
 */
@Timeout(60)
class MqttEntranceTest {

    enum Kind {
        HIVEMQ, MOSQUITTO;

        Broker start() throws IOException {
            return this == HIVEMQ ? new EmbeddedBroker() : Mosquitto.persistent();
        }
    }

    private static final Map<Kind, Broker> BROKERS = new EnumMap<>(Kind.class);

    private static Broker broker(Kind kind) throws IOException {
        if (!BROKERS.containsKey(kind)) {
            BROKERS.put(kind, kind.start());
        }
        return BROKERS.get(kind);
    }

    @AfterAll
    static void stopBrokers() throws IOException {
        for (Broker broker : BROKERS.values()) {
            broker.close();
        }
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        await(what).until(condition);
    }

    private static void allTaken(Entrance entrance, List<String> texts) {
        eventually("all taken", () -> entrance.taken.containsAll(texts));
    }

    private static void up(Entrance entrance) {
        eventually("up", () -> entrance.state().up());
    }

    /**
     * Publishes to a session whose client is away, and returns the texts. HiveMQ sends nothing new before all it has
     * sent is acknowledged, so what is to be in flight together has to be waiting together.
     */
    private static List<String> backlog(Broker broker, Entrance entrance, int size) throws Exception {
        try (Entrance once = entrance.start()) {
            up(once);
        }
        try (Publisher publisher = new Publisher(broker.url())) {
            return publisher.publish(entrance.topic(), 0, size);
        }
    }

    /** Nothing but {@code expected} is sent to the session when it comes back, that is, all else was acknowledged. */
    private static void onlyUnacknowledged(Broker broker, Entrance entrance, String... expected) throws Exception {
        entrance.doing(Entrance.AT_ONCE).taken.clear();
        try (Entrance again = entrance.start(); Publisher publisher = new Publisher(broker.url())) {
            up(again);
            publisher.publish(again.topic() + "last", "last");
            allTaken(again, List.of("last"));
            assertEquals(new HashSet<>(List.of(expected)), setWithout(again.taken, "last"));
        }
    }

    private static HashSet<String> setWithout(List<String> texts, String one) {
        HashSet<String> set = new HashSet<>(texts);
        set.remove(one);
        return set;
    }

    @ParameterizedTest
    @EnumSource
    void aMessageIsItsPayloadAndItsTopicAndNothingElse(Kind kind) throws Exception {
        Broker broker = broker(kind);
        try (Entrance entrance = Entrance.to(broker).start(); Publisher publisher = new Publisher(broker.url())) {
            up(entrance);
            publisher.publish(entrance.topic() + "a", "离线");
            allTaken(entrance, List.of("离线"));
            assertArrayEquals("离线".getBytes(UTF_8), (byte[]) entrance.bodies.get(0));
            assertEquals(List.of(Map.of("CamelMqttTopic", entrance.topic() + "a")), entrance.headers);
        }
    }

    /** Paho's receiver dies of them, and the broker would send the same again and again. */
    @ParameterizedTest
    @CsvSource({"a\u0000b,a?b", "a\u0001\u001Fb\u007Fc,a??b?c", "a\u009F\uFDD0b\uFFFFc,a??b?c",
            "离\uD83F\uDFFE线,离?线", "离线😀,离线😀"})
    void charactersThatMqttDiscouragesStopNothing(String clientId, String taken) throws Exception {
        try (PretendBroker broker = new PretendBroker(); Entrance entrance = new Entrance(broker.url()).start()) {
            broker.publish(entrance.topic() + clientId, "1".getBytes(UTF_8));
            broker.publish(entrance.topic(), Map.of("by", clientId), "2".getBytes(UTF_8));
            broker.publish(entrance.topic() + clientId, Map.of("by", clientId.repeat(50)), "3".getBytes(UTF_8));
            assertEquals(List.of("1", "2", "3"), entrance.taken);
            assertEquals(List.of(entrance.topic() + taken, entrance.topic(), entrance.topic() + taken),
                    entrance.headers.stream().map(each -> each.get("CamelMqttTopic")).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBacklogIsDeliveredAtEveryStart(Kind kind) throws Exception {
        Broker broker = broker(kind);
        Entrance entrance = Entrance.to(broker);
        try (Publisher publisher = new Publisher(broker.url())) {
            for (int round = 0; round < 5; round++) {
                try (Entrance running = entrance.start()) {
                    up(running);
                    allTaken(running, round == 0 ? List.of() : publishedIn(round - 1));
                }
                publisher.publish(entrance.topic(), round * 100, round * 100 + 100);
            }
        }
        try (Entrance running = entrance.start()) {
            allTaken(running, publishedIn(4));
        }
    }

    private static List<String> publishedIn(int round) {
        return IntStream.range(round * 100, round * 100 + 100).mapToObj(Integer::toString).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aBrokerMayRestartUnderABacklog(Kind kind) throws Exception {
        Broker broker = broker(kind);
        CompletableFuture<Void> gate = new CompletableFuture<>();
        Entrance entrance = Entrance.to(broker).doing(text -> gate);
        try (Entrance running = entrance.start()) {
            up(running);
            List<String> before;
            try (Publisher publisher = new Publisher(broker.url())) {
                before = publisher.publish(entrance.topic(), 0, 200);
            }
            eventually("some in flight", () -> !entrance.taken.isEmpty());
            broker.stop();
            eventually("down", () -> entrance.state() instanceof EntranceState.Down);
            gate.complete(null);
            broker.start();
            allTaken(running, before);
            try (Publisher publisher = new Publisher(broker.url())) {
                allTaken(running, publisher.publish(entrance.topic(), 200, 230));
            }
        }
        onlyUnacknowledged(broker, entrance);
    }

    @Test
    void aNetworkThatFallsSilentIsNoticedAndLeft() throws Exception {
        Broker broker = broker(Kind.MOSQUITTO);
        try (Cable cable = new Cable(broker.port());
                Entrance entrance = new Entrance(cable.url()).with("keepAliveInterval", 1).start();
                Publisher publisher = new Publisher(broker.url())) {
            up(entrance);
            allTaken(entrance, publisher.publish(entrance.topic(), 0, 10));
            cable.cut();
            List<String> meanwhile = publisher.publish(entrance.topic(), 10, 60);
            eventually("down", () -> entrance.state() instanceof EntranceState.Down);
            eventually("a connect that stays unanswered is given up",
                    () -> entrance.state().why().contains("does not answer in time"));
            cable.mend();
            allTaken(entrance, meanwhile);
            assertTrue(entrance.state().up());
        }
    }

    @Test
    void aSessionTheBrokerHasForgottenIsMadeAnewAndLateAcknowledgementsDoNotTouchIt() throws Exception {
        Map<String, CompletableFuture<Void>> gates = new ConcurrentHashMap<>();
        try (Mosquitto broker = Mosquitto.with("persistence false")) {
            Entrance entrance = Entrance.to(broker)
                    .doing(text -> gates.computeIfAbsent(text, t -> new CompletableFuture<>()));
            try (Entrance running = entrance.start()) {
                up(running);
                try (Publisher publisher = new Publisher(broker.url())) {
                    publisher.publish(entrance.topic() + "a", "of the old session");
                }
                allTaken(running, List.of("of the old session"));
                broker.kill();
                eventually("down", () -> entrance.state() instanceof EntranceState.Down);
                broker.start();
                up(running);
                try (Publisher publisher = new Publisher(broker.url())) {
                    publisher.publish(entrance.topic() + "b", "of the new session");
                }
                allTaken(running, List.of("of the new session"));
                gates.get("of the old session").complete(null);
                gates.get("of the new session").completeExceptionally(new IllegalStateException("store is down"));
            }
            onlyUnacknowledged(broker, entrance, "of the new session");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedExchangeIsNotAcknowledgedAndProcessedAgainWhileTheOthersGoOn(Kind kind) throws Exception {
        Broker broker = broker(kind);
        Map<String, Integer> tries = new ConcurrentHashMap<>();
        Entrance entrance = Entrance.to(broker)
                .doing(text -> text.equals("3") && tries.merge(text, 1, Integer::sum) < 3
                        ? failedFuture(new IllegalStateException("no")) : completedFuture(null));
        List<String> texts = backlog(broker, entrance, 20);
        try (Entrance running = entrance.start()) {
            allTaken(running, texts);
            eventually("third try", () -> tries.get("3") == 3);
        }
        onlyUnacknowledged(broker, entrance);
    }

    @ParameterizedTest
    @EnumSource
    void whatHasFailedComesBackAfterARestart(Kind kind) throws Exception {
        Broker broker = broker(kind);
        Entrance entrance = Entrance.to(broker)
                .doing(text -> text.equals("3") ? failedFuture(new IllegalStateException("no"))
                        : completedFuture(null));
        List<String> texts = backlog(broker, entrance, 20);
        try (Entrance running = entrance.start()) {
            allTaken(running, texts);
        }
        onlyUnacknowledged(broker, entrance, "3");
    }

    /** Mosquitto 2.0.11 sends all it has as soon as the first ones are acknowledged, whatever it was asked for. */
    @Test
    void noMoreIsProcessedTogetherThanTheBrokerWasAskedToSend() throws Exception {
        Broker broker = broker(Kind.MOSQUITTO);
        BlockingQueue<CompletableFuture<Void>> processed = new LinkedBlockingQueue<>();
        AtomicInteger most = new AtomicInteger();
        Entrance entrance = Entrance.to(broker).with("receiveMaximum", 5);
        List<String> texts = backlog(broker, entrance, 200);
        entrance.taken.clear();
        try (Entrance again = entrance.doing(text -> {
            CompletableFuture<Void> work = new CompletableFuture<>();
            processed.add(work);
            most.accumulateAndGet(processed.size(), Math::max);
            return work;
        }).start()) {
            for (int left = texts.size(); left > 0; left--) {
                int together = Math.min(left, 5);
                await().pollInterval(Duration.ofMillis(2))
                        .until(() -> processed.size() >= together);
                processed.take().complete(null);
            }
            allTaken(again, texts);
        }
        assertEquals(5, most.get());
    }

    /** A thread pool of Camel's has room for a thousand, unless it is asked for more. */
    @Test
    void asManyWaitForTheirTurnAsTheBrokerWasAskedToSend() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (Broker broker = Mosquitto.with("max_inflight_messages 2000")) {
            Entrance entrance = Entrance.to(broker).with("receiveMaximum", 1200).doing(text -> {
                assertDoesNotThrow(() -> gate.await());
                return completedFuture(null);
            });
            List<String> texts = backlog(broker, entrance, 1200);
            try (Entrance running = entrance.start()) {
                MqttEntrance consumer = (MqttEntrance) running.main().getCamelContext().getRoute(entrance.name)
                        .getConsumer();
                await().atMost(Duration.ofSeconds(20)).until(consumer::full);
                gate.countDown();
                allTaken(running, texts);
            }
            onlyUnacknowledged(broker, entrance);
        }
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgementsMayLeaveInAnyOrder(Kind kind) throws Exception {
        Broker broker = broker(kind);
        CompletableFuture<Void> first = new CompletableFuture<>();
        Entrance entrance = Entrance.to(broker)
                .doing(text -> text.equals("0") ? first : CompletableFuture.runAsync(() -> { }));
        List<String> texts = backlog(broker, entrance, 20);
        try (Entrance running = entrance.start()) {
            allTaken(running, texts);
            first.complete(null);
        }
        onlyUnacknowledged(broker, entrance);
    }

    @ParameterizedTest
    @EnumSource
    void aStopTakesNothingNewAndAcknowledgesWhatIsInFlight(Kind kind) throws Exception {
        Broker broker = broker(kind);
        CompletableFuture<Void> gate = new CompletableFuture<>();
        Entrance entrance = Entrance.to(broker).doing(text -> gate);
        List<String> texts = backlog(broker, entrance, 5);
        entrance.start();
        try (Publisher publisher = new Publisher(broker.url())) {
            allTaken(entrance, texts);
            CompletableFuture<Void> stop = CompletableFuture.runAsync(entrance::close);
            eventually("suspended", () -> entrance.main().getCamelContext().getRoute(entrance.name)
                    .getConsumer() instanceof MqttEntrance consumer
                    && consumer.isSuspendingOrSuspended());
            publisher.publish(entrance.topic() + "late", "late");
            await().during(Duration.ofMillis(300)).until(() -> !stop.isDone() && !entrance.taken.contains("late"));
            gate.complete(null);
            stop.get(10, SECONDS);
        }
        onlyUnacknowledged(broker, entrance, "late");
    }

    @ParameterizedTest
    @EnumSource
    void aRouteThatWasSuspendedGetsWhatCameMeanwhile(Kind kind) throws Exception {
        Broker broker = broker(kind);
        try (Entrance entrance = Entrance.to(broker).start(); Publisher publisher = new Publisher(broker.url())) {
            up(entrance);
            entrance.main().getCamelContext().getRouteController().suspendRoute(entrance.name);
            List<String> meanwhile = publisher.publish(entrance.topic(), 0, 20);
            await().during(Duration.ofMillis(200)).until(() -> entrance.taken.isEmpty());
            entrance.main().getCamelContext().getRouteController().resumeRoute(entrance.name);
            allTaken(entrance, meanwhile);
        }
    }

    @ParameterizedTest
    @CsvSource({"qos, 2, qos=1", "brokerUrl, 127.0.0.1:1883, brokerUrl"})
    void aSettingThatCannotWorkStopsTheStart(String option, String value, String named) throws Exception {
        Entrance entrance = new Entrance("tcp://127.0.0.1:1").with(option, value);
        Exception refusal = assertThrows(Exception.class, entrance::start);
        assertTrue(refusal.toString().contains(named), refusal.toString());
    }
}
