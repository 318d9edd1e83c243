package io.disconnectalerts.program;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Several clients that ask without a pause, whatever the program does; an event is posted until it is taken, as EMQX
 * does.
 */
final class Knocking implements AutoCloseable {
    private static final int POSTING = 6;
    /** After nobody was there; sooner, some connection would come to use the program's own port. */
    private static final long AGAIN_MS = 20;
    private static final List<String> OTHERS = List.of("GET /parked", "DELETE /parked/999", "POST /parked/999/retry",
            "GET /observe/metrics", "GET /observe/health", "GET /observe/health/live", "GET /observe/health/ready");
    /** What {@code /parked} says of a number it really looked for. */
    private static final String ABSENT = "nothing of that number is parked\n";

    private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(POSTING + OTHERS.size());
    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final Program program;
    private volatile boolean enough;

    Knocking(Program program) {
        this.program = program;
        for (int i = 0; i < POSTING; i++) {
            clients.scheduleWithFixedDelay(new Sender(), 0, 1, TimeUnit.MILLISECONDS);
        }
        OTHERS.forEach(target -> {
            HttpClient client = client();
            clients.scheduleWithFixedDelay(() -> ask(client, target, ""), 0, 3, TimeUnit.MILLISECONDS);
        });
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /** One connection; it has one event at a time. */
    private final class Sender implements Runnable {
        private final HttpClient client = client();
        private String event;

        @Override
        public void run() {
            if (event == null && !enough) {
                event = Flood.event(events.getAndIncrement());
            }
            if (event != null && ask(client, "POST /events", event) / 100 == 2) {
                taken.incrementAndGet();
                event = null;
            }
        }
    }

    /** The status, or 0 if nobody listens. */
    private int ask(HttpClient client, String target, String body) {
        String[] methodAndPath = target.split(" ");
        try {
            HttpRequest.Builder request = program.request(methodAndPath[1]);
            HttpResponse<String> answer = client.send(
                    request.method(methodAndPath[0], BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
            String kind = answer.headers().firstValue("Retry-After").isPresent() ? " again"
                    : answer.body().equals(ABSENT) ? " absent" : "";
            answers.merge(target + " " + answer.statusCode() + kind, 1, Integer::sum);
            return answer.statusCode();
        } catch (IOException nobody) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AGAIN_MS));
            return 0;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** How often which answer came, without those that are right at any time. */
    Map<String, Integer> wrong() {
        Map<String, Integer> wrong = new TreeMap<>(answers);
        wrong.keySet().removeIf(answer -> answer.matches(".* (2\\d\\d|503 again|404 absent)"));
        return wrong;
    }

    /** How many events were taken. */
    int taken() {
        return taken.get();
    }

    /** No new event begins. */
    void enough() {
        enough = true;
    }

    /** Whether every event that was begun was taken. */
    boolean done() {
        return enough && taken.get() == events.get();
    }

    @Override
    public String toString() {
        return answers.toString();
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
