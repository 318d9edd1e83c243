package io.disconnectalerts.program;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Posts each event by itself, and again when it got no 2xx, as EMQX does. */
final class HttpFlood implements Flood {
    private static final int IN_FLIGHT = 100;
    private static final int TICK_MS = 10;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Program program;
    private final int perTick;
    private final IntFunction<String> events;
    private final Semaphore places = new Semaphore(IN_FLIGHT);
    private final Queue<Integer> again = new ConcurrentLinkedQueue<>();
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();
    private volatile int next;
    private volatile int last;
    private volatile boolean flowing;

    HttpFlood(Program program, int perSecond) {
        this(program, perSecond, Flood::event);
    }

    /** @param events the event of each number; one with the same number is the same event */
    HttpFlood(Program program, int perSecond, IntFunction<String> events) {
        this.program = program;
        this.events = events;
        this.perTick = perSecond * TICK_MS / 1000;
        clock.scheduleAtFixedRate(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void flow(int upTo) {
        last = upTo;
        flowing = true;
    }

    private void tick() {
        for (int i = 0; i < perTick && flowing && places.tryAcquire(); i++) {
            Integer number = again.poll();
            if (number == null && next < last) {
                number = next++;
            }
            if (number == null) {
                places.release();
                return;
            }
            post(number);
        }
    }

    private void post(int number) {
        open.add(number);
        client.sendAsync(program.request("/events").POST(HttpRequest.BodyPublishers.ofString(events.apply(number)))
                .build(),
                HttpResponse.BodyHandlers.discarding()).whenComplete((answer, failure) -> {
                    if (failure == null && answer.statusCode() / 100 == 2) {
                        open.remove(number);
                    } else {
                        flowing &= failure == null;
                        again.add(number);
                    }
                    places.release();
                });
    }

    @Override
    public int offered() {
        return next;
    }

    @Override
    public boolean done() {
        return next == last && open.isEmpty();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
