package io.disconnectalerts.outbox;

import static org.awaitility.Awaitility.await;

import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** One process with its own Camel context; several may share a PostgreSQL database. */
final class Instance implements AutoCloseable, OutboxListener {
    private final String url;
    final CamelContext context = new DefaultCamelContext();
    final OutboxComponent outbox = new OutboxComponent();
    final List<String> outcomes = new CopyOnWriteArrayList<>();
    final Set<WaitReason> waits = ConcurrentHashMap.newKeySet();
    final List<Integer> dropped = new CopyOnWriteArrayList<>();
    private final ProducerTemplate producer = context.createProducerTemplate();
    private final CompletableFuture<Void> killed = new CompletableFuture<>();

    Instance(String url) {
        this.url = url;
        outbox.setUrl(url);
        outbox.setUsername("postgres");
        context.addComponent("outbox", outbox);
        context.getRegistry().bind("listener", this);
        context.getShutdownStrategy().setTimeout(5);
    }

    /** A route from the outbox to the receiver. */
    Instance delivers(String uri, Processor receiver) throws Exception {
        return route(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("outbox:" + uri).process(receiver);
            }
        });
    }

    Instance route(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        return this;
    }

    Instance minute(Duration minute) {
        outbox.minute = minute;
        return this;
    }

    Instance lease(Duration lease) {
        outbox.lease = lease;
        return this;
    }

    Instance start() {
        context.start();
        producer.start();
        return this;
    }

    static Message message(String key, int priority, Map<String, String> facets) {
        return new Message(key, "any", "any", "any:" + key, priority, Instant.parse("2026-01-02T03:04:05Z"),
                Instant.now(), facets, "{\"clientid\":\"" + key + "\"}");
    }

    static Message message(String kind, String key, int priority) {
        return new Message(key, "any", kind, "any:" + key, priority, Instant.parse("2026-01-02T03:04:05Z"),
                Instant.now(), Map.of(), "{}");
    }

    static Message message(String key) {
        return message(key, 2, Map.of("reason", "kicked"));
    }

    /** The exchange, once it is complete. */
    CompletableFuture<Exchange> send(String outbox, Message message) {
        return producer.asyncSend("outbox:" + outbox, exchange -> exchange.getMessage().setBody(message));
    }

    void send(String outbox, String... keys) {
        List.of(keys).stream().map(key -> send(outbox, message(key))).toList().forEach(CompletableFuture::join);
    }

    OutboxState state(String name) throws SQLException {
        return outbox.states().stream().filter(state -> state.name().equals(name)).findFirst().orElseThrow();
    }

    void awaitOutcomes(int count) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> outcomes.size() >= count);
    }

    /** An answer that never comes, because the process is gone before. */
    Receiver.Answer death() {
        return batch -> {
            outbox.store().database.writer().close();
            killed.complete(null);
        };
    }

    void awaitDeath() {
        killed.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    @Override
    public void sent(Batch batch, Outcome outcome, String why) {
        outcomes.add(outcome + " " + batch.size());
    }

    @Override
    public void waits(String outbox, Duration time, WaitReason why) {
        waits.add(why);
    }

    @Override
    public void parkedDropped(int count) {
        dropped.add(count);
    }

    @Override
    public void close() {
        context.stop();
        try (Session stranger = Databases.session(url)) {
            Stores.consistent(stranger);
        } catch (SQLException unavailable) {
            throw new IllegalStateException(unavailable);
        }
    }
}
