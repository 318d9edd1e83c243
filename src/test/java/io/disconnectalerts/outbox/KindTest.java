package io.disconnectalerts.outbox;

import static io.disconnectalerts.outbox.Instance.message;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.delivery.DeliveryFailure.BackOff;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A batch holds messages of one kind, the most urgent kind goes first, and a kind that cannot be told keeps no other
 * back.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class KindTest {
    @Parameter
    Dialect dialect;
    @TempDir
    Path folder;
    private Instance process;
    private final Receiver group = new Receiver();

    @BeforeEach
    void start() throws Exception {
        process = new Instance(Databases.fresh(dialect, folder)).delivers("group?perMinute=0", group).start();
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private void send(Message... messages) {
        Stream.of(messages).map(message -> process.send("group", message)).toList().forEach(sent -> sent.join());
    }

    private List<String> told() {
        return group.sent.stream().map(sent -> sent.batch().kind() + " " + sent.batch().size()).toList();
    }

    @Test
    void eachIsToldForItselfAndTheMostUrgentFirst() {
        group.answer(batch -> send(message("news", "n1", 1), message("loss", "l1", 1), message("loss", "l2", 2),
                message("news", "n2", 1)));
        send(message("loss", "l0", 3));
        group.awaits(3);
        assertEquals(List.of("loss 1", "loss 2", "news 2"), told());
        group.sent.forEach(sent -> assertEquals(
                1, sent.batch().first().stream().map(Message::kind).distinct().count()));
        await().until(() -> process.state("group").pending() == 0);
    }

    @Test
    void whatWasReleasedTakesInItsOwnKindOnly() {
        group.answer(new BackOff("no"));
        send(message("loss", "l0", 1));
        group.awaits(1);
        send(message("news", "n1", 1), message("loss", "l1", 2));
        group.awaits(3);
        assertEquals(List.of("loss 1", "loss 2", "news 1"), told());
    }

    @Test
    void twoKindsThatCameDuringASendAreToldOneRightAfterTheOther() {
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 3; i++) {
            String key = "n" + i;
            group.answer(batch -> send(message("news", key, 1), message("loss", "l" + key, 2)));
            send(message("rumour", "r" + i, 1));
            Duration took = group.pause(3 * i + 1);
            fastest = took.compareTo(fastest) < 0 ? took : fastest;
        }
        assertTrue(fastest.toMillis() < 500, fastest::toString);
    }

    @Test
    void aKindThatCannotBeToldKeepsNoOtherBack() {
        for (int i = 0; i < 20; i++) {
            group.answer(batch -> {
                if (batch.kind().equals("news")) {
                    throw new BackOff("no such template");
                }
            });
        }
        send(message("news", "n1", 3));
        group.awaits(1);
        send(message("loss", "l1", 1), message("loss", "l2", 1));
        await().until(() -> told().contains("loss 2"));
        assertEquals(List.of("news 1", "loss 2"), told().subList(0, 2));
    }
}
