package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.Broker;
import io.disconnectalerts.broker.EmbeddedBroker;
import io.disconnectalerts.vendors.WeComServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While the store cannot commit, the program says so, takes nothing it could lose, and leaves every event with whoever
 * has it; when the store is back everything goes on by itself, and each event is told once.
 */
@Tag("soak")
class StoreIT {
    private static final Duration GONE = Soak.or(Duration.ofSeconds(60), Duration.ofSeconds(3));
    private static final int BEFORE = 50;
    private static final int MEANWHILE = 20;

    private static Broker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = new EmbeddedBroker();
    }

    @AfterAll
    static void stopBroker() throws IOException {
        broker.close();
    }

    /** What keeps the store from committing, until it ends. */
    private interface Trouble {
        void end() throws Exception;
    }

    private interface Begin {
        Trouble of(Program program) throws Exception;
    }

    @Test
    void aDiskThatIsFull() throws Exception {
        survives(Map.of(), StoreIT::full);
    }

    @Test
    void aDatabaseThatAnotherConnectionLocks() throws Exception {
        survives(Map.of(), program -> {
            Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + program.database());
            stranger.createStatement().execute("BEGIN IMMEDIATE");
            return stranger::close;
        });
    }

    @Test
    void aPostgreSQLThatIsGoneForAWhile() throws Exception {
        try (Postgres postgres = new Postgres(folder)) {
            survives(postgres.settings(), program -> {
                postgres.stop();
                return postgres::start;
            });
        }
    }

    /** No file of the program may grow: the kernel refuses a write beyond the limit as it does one beyond the disk. */
    private static Trouble full(Program program) throws IOException, InterruptedException {
        limit(program, "4096:");
        return () -> limit(program, "unlimited:");
    }

    private static void limit(Program program, String bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(program.pid()), "--fsize=" + bytes)
                .inheritIO().start();
        assertEquals(0, prlimit.waitFor());
    }

    private void survives(Map<String, String> settings, Begin begin) throws Exception {
        try (WeComServer wecom = new WeComServer(InstantSource.system());
                Program program = new Program(folder).set("wecom.token", wecom.token()).set("wecom.url", wecom.url())
                        .set("wecom.per-minute", "0")
                        .set("mqtt.url", broker.url()).set(settings).start();
                MqttFlood flood = new MqttFlood(broker.url(), 100)) {
            wecom.quota(false);
            await("subscribed").until(() -> program.metric("alerts_entrance_up{entrance=\"mqtt\"}") == 1);
            flood.flow(BEFORE);
            await("told").until(() -> Groups.told(wecom) == BEFORE);
            Trouble trouble = begin.of(program);
            try {
                await("known").until(() -> program.post("/events", http(0)).statusCode() == 503);
                assertTrue(program.get("/observe/health/ready").statusCode() == 503
                        && program.metric("alerts_store_up") == 0);
                HttpResponse<String> parked = program.get("/parked");
                assertTrue(parked.statusCode() == 200 || parked.statusCode() == 503
                        && parked.body().contains("cannot be done now"),
                        parked.statusCode() + parked.body());
                assertFalse(program.get("/observe/health").body().contains("\"well"),
                        "nothing is well without a store");
                flood.flow(BEFORE + MEANWHILE);
                await("the broker has them").until(flood::done);
                await("still in trouble").during(GONE).atMost(GONE.plusSeconds(30))
                        .until(() -> program.post("/events", http(1)).statusCode() == 503);
                assertEquals(BEFORE, Groups.told(wecom));
            } finally {
                trouble.end();
            }
            await("ready by itself").until(() -> program.get("/observe/health/ready").statusCode() == 200);
            for (int number : new int[] {0, 1}) {
                await("taken").until(() -> program.post("/events", http(number)).statusCode() == 202);
            }
            await("told").until(() -> Groups.told(wecom) == BEFORE + MEANWHILE + 2);
            await("known").until(() -> program.pending() == 0);
        }
    }

    private static String http(int number) {
        return Flood.event(1_000_000 + number);
    }
}
