package io.disconnectalerts.outbox;

import static io.disconnectalerts.outbox.Instance.message;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A minute of two seconds, so that many of them pass while processes come and go. */
class QuotaTest {
    private static final int QUOTA = 5;
    private static final Duration MINUTE = Duration.ofSeconds(2);

    @TempDir
    private Path folder;
    private final List<Instance> processes = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Platform platform = new Platform();

    /** Counts as the strictest platform would: at most so many in any stretch of a minute. The way to it is uneven. */
    private static final class Platform implements Processor {
        private final Random random = new Random(7);
        private final Deque<Long> taken = new ArrayDeque<>();
        private final List<Batch> batches = new ArrayList<>();
        private boolean full;
        private int refused;

        @Override
        public void process(Exchange exchange) {
            travel();
            judge(exchange.getMessage().getBody(Batch.class));
            travel();
        }

        private synchronized void judge(Batch batch) {
            long now = System.nanoTime();
            while (!taken.isEmpty() && now - taken.peekFirst() >= MINUTE.toNanos()) {
                taken.removeFirst();
            }
            refused += taken.size() >= QUOTA ? 1 : 0;
            taken.addLast(now);
            full |= taken.size() == QUOTA;
            batches.add(batch);
        }

        private void travel() {
            LockSupport.parkNanos(MILLISECONDS.toNanos(random.nextInt(40)));
        }

        private synchronized List<Batch> batches() {
            return List.copyOf(batches);
        }
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
        processes.forEach(Instance::close);
    }

    @ParameterizedTest(name = "{1} on {0}")
    @CsvSource({"SQLITE,1", "POSTGRESQL,3"})
    void noMinuteHoldsMoreThanTheQuotaOverRestartsAndProcesses(Dialect dialect, int count) throws Exception {
        String url = Databases.fresh(dialect, folder);
        for (int i = 0; i < count; i++) {
            processes.add(process(url));
        }
        AtomicInteger offered = new AtomicInteger();
        clock.scheduleAtFixedRate(() -> offer(offered), 0, 10, MILLISECONDS);
        for (int restart = 0; restart < 3; restart++) {
            int sends = platform.batches().size() + 3;
            await().until(() -> platform.batches().size() >= sends);
            synchronized (processes) {
                processes.remove(0).close();
                processes.add(process(url));
            }
        }
        clock.shutdown();
        assertTrue(clock.awaitTermination(10, java.util.concurrent.TimeUnit.SECONDS));
        await().until(() -> processes.get(0).state("group").pending() == 0);
        assertEquals(0, platform.refused);
        assertTrue(platform.full, "the quota was used up");
        Set<Long> ids = new HashSet<>(platform.batches().stream().map(Batch::id).toList());
        assertEquals(ids.size(), platform.batches().size(), "no batch was told twice");
        assertEquals(offered.get(), platform.batches().stream().mapToInt(Batch::size).sum());
    }

    private Instance process(String url) throws Exception {
        return new Instance(url).minute(MINUTE).delivers("group?perMinute=" + QUOTA, platform).start();
    }

    /** Mostly what waits alone, which may take the last permit; and a digest now and then, which storms begin with. */
    private void offer(AtomicInteger offered) {
        List<Batch> batches = platform.batches();
        if (batches.stream().mapToInt(Batch::size).sum() == offered.get()) {
            boolean calm = !batches.isEmpty() && !batches.get(batches.size() - 1).critical();
            for (int i = 0; i < (batches.size() % 8 == 7 ? 4 : 1); i++) {
                int number = offered.getAndIncrement();
                Message message = message("m" + number, calm ? 3 : 2, Map.of());
                synchronized (processes) {
                    processes.get(number % processes.size()).send("group", message).join();
                }
            }
        }
    }
}
