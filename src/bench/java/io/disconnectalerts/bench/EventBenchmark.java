package io.disconnectalerts.bench;

import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.event.Brokers;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Payload;
import io.disconnectalerts.event.Reading;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.words.Draft;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the parts of an event's path take without the routes between them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EventBenchmark {
    private static final byte[] EVENT = Events.event("bench", 1);

    private final Payload payload = new Payload("+08:00", InstantSource.system(), Brokers.of(Bundle.brokers()));
    private final Verdict verdict = Verdict.of("lost critical");
    private Event event;
    private Batch one;
    private Batch many;
    private CamelContext camel;
    private ProducerTemplate template;

    @Setup
    public void open() {
        event = (Event) payload.read(EVENT, null, null, null, null);
        Message message = Alert.message(event, verdict);
        Instant now = Instant.now();
        one = new Batch(1, "wecom", 1, 0, false, now, now, now, true, false, List.of(message), Map.of());
        many = new Batch(2, "wecom", 100, 0, false, now, now, now, true, false, Collections.nCopies(100, message),
                Map.of("reason", List.of(new Count("tcp_closed", 100)), "node",
                        List.of(new Count("emqx@172.20.0.1", 100))));
        camel = new DefaultCamelContext();
        camel.start();
        template = camel.createProducerTemplate();
    }

    @TearDown
    public void close() throws Exception {
        camel.close();
    }

    @Benchmark
    public Reading normalise() {
        return payload.read(EVENT, null, null, null, null);
    }

    @Benchmark
    public Message alert() {
        return Alert.message(event, verdict);
    }

    @Benchmark
    public Object templateOfOne() {
        return worded(one);
    }

    /** The template once, which a platform of little room needs some three times. */
    @Benchmark
    public Object templateOfMany() {
        return worded(many);
    }

    private Object worded(Batch batch) {
        Draft draft = Draft.of(batch, "wecom", "zh-CN", "+08:00", "");
        return template.requestBody("velocity:classpath:disconnect-alerts/templates/forms/wecom/" + draft.template()
                + ".vm?encoding=UTF-8", draft.words());
    }
}
