package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.awaitility.Awaitility.await;

/**
 * A vendor on 127.0.0.1: a real HTTP server that judges every request by the vendor's published rules, keeps all it
 * got, and can be told at any time to misbehave. Requests are judged one after the other.
 */
public abstract class VendorServer implements AutoCloseable {

    /** A fault and how many requests it is still for. */
    private record Script(Fault fault, int times) {
        private Script next() {
            return times == 1 ? null : new Script(fault, times - 1);
        }
    }

    private final InstantSource clock;
    private final List<Received> received = new ArrayList<>();
    private final AtomicReference<Script> script = new AtomicReference<>();
    private final Random random = new Random(1);
    private volatile Duration jitter = Duration.ZERO;
    private volatile boolean quota = true;
    private volatile Set<String> members = Set.of();
    private volatile String token;
    private volatile int port;
    private Wire wire;

    /** @param port 0 = any free one */
    VendorServer(InstantSource clock, int port, String token) {
        this.clock = clock;
        this.port = port;
        this.token = token;
    }

    /** What the vendor's rules say to a request, in the vendor's order of checks, the quota last. */
    abstract Answer judge(Request request);

    /** What the group reads once a message is accepted. */
    abstract Message message(JsonNode json);

    /** Whom a message names where its type lets it call somebody; {@code all} for everybody. */
    abstract List<String> named(Message message);

    /** The answer the vendor is known to give with a code, HTTP status included. */
    public abstract Answer refusal(int code);

    /** Like {@link #refusal(int)}, for codes whose text varies or that nobody knows. */
    public abstract Answer refusal(int code, String text);

    abstract boolean throttles(Answer answer);

    abstract String path();

    public final String url() {
        return "http://127.0.0.1:" + port + path();
    }

    public final String token() {
        return token;
    }

    /** From now on only this token is known. */
    public final void token(String other) {
        token = other;
    }

    /** Switches the vendor's counting off, for benchmarks, or on again. */
    public final void quota(boolean on) {
        quota = on;
    }

    final boolean counts() {
        return quota;
    }

    final Instant now() {
        return clock.instant();
    }

    /**
     * Every request is delayed by up to this much before it is judged, and by up to as much again before the answer.
     */
    public final void jitter(Duration upTo) {
        jitter = upTo;
    }

    public final void fail(Fault fault) {
        fail(fault, Integer.MAX_VALUE);
    }

    public final void fail(Fault fault, int times) {
        script.set(new Script(fault, times));
    }

    public final void heal() {
        script.set(null);
    }

    /** Everything that arrived, oldest first. */
    public final List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** What the group reads, oldest first. */
    public final List<Message> messages() {
        return received().stream().map(Received::message).filter(Objects::nonNull).toList();
    }

    /** Who is in the group; whoever else is named is called by nothing. None: whoever is named is in it. */
    public final void members(String... people) {
        members = Set.of(people);
    }

    /** Whom each message calls, oldest first. */
    public final List<List<String>> called() {
        return messages().stream().map(message -> named(message).stream().distinct()
                .filter(who -> who.equals("all") || members.isEmpty() || members.contains(who)).toList()).toList();
    }

    public final long throttled() {
        return received().stream().map(Received::answer).filter(Objects::nonNull).filter(this::throttles).count();
    }

    /** Opens the port again, the same as before, once whoever may have borrowed it meanwhile is gone. */
    public final synchronized void online() {
        if (wire == null) {
            wire = await().pollDelay(Duration.ZERO).ignoreExceptions()
                    .until(() -> new Wire(port, this::receive), Objects::nonNull);
            port = wire.port();
        }
    }

    /** Closes the port and every connection. */
    public final synchronized void offline() {
        if (wire != null) {
            wire.close();
            wire = null;
        }
    }

    @Override
    public final void close() {
        offline();
    }

    private void receive(Connection connection, FullHttpRequest http) {
        Request request = new Request(now(), http.method().name(), http.uri(),
                List.copyOf(http.headers().entries()), ByteBufUtil.getBytes(http.content()), "127.0.0.1");
        later(() -> decide(connection, request));
    }

    private void decide(Connection connection, Request request) {
        Script now = script.getAndUpdate(s -> s == null ? null : s.next());
        Fault fault = now == null ? null : now.fault();
        if (fault instanceof Fault.Says says) {
            keep(request, says.answer());
            later(() -> connection.answer(dated(says.answer())));
        } else if (fault instanceof Fault.Reset reset) {
            keep(request, reset.taken() ? judge(request) : null);
            later(connection::reset);
        } else if (fault instanceof Fault.Hang hang) {
            keep(request, hang.taken() ? judge(request) : null);
        } else {
            Answer answer = judge(request);
            keep(request, answer);
            if (fault instanceof Fault.Slow slow) {
                Wire.after(slow.by().toMillis(), () -> connection.answer(dated(answer)));
            } else if (fault instanceof Fault.Packed packed) {
                later(() -> connection.answer(dated(answer), packed.how()));
            } else {
                later(() -> connection.answer(dated(answer)));
            }
        }
    }

    /** Every answer says when it was given, by the vendor's own clock. */
    private Answer dated(Answer answer) {
        String date = RFC_1123_DATE_TIME.format(now().atZone(UTC));
        return answer.headers().containsKey("Date") ? answer : answer.with("Date", date);
    }

    private void keep(Request request, Answer answer) {
        Message message = answer != null && answer.accepted() ? request.json().map(this::message).orElse(null) : null;
        Received entry = new Received(request.at(), request.method(), request.target(), request.headers(),
                request.text(), answer, message);
        synchronized (received) {
            received.add(entry);
        }
    }

    private void later(Runnable step) {
        long ms = jitter.isZero() ? 0 : random.nextLong(jitter.toMillis() + 1);
        if (ms == 0) {
            step.run();
        } else {
            Wire.after(ms, step);
        }
    }
}
