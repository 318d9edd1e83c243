package io.disconnectalerts.outbox;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Takes batches and answers as it was told to: the next failure that is queued, or success. */
final class Receiver implements Processor {

    /** A batch as it came. */
    record Sent(Batch batch, Instant at) {
    }

    /** Something to do while a send is under way. */
    interface Answer {
        void to(Batch batch) throws Exception;
    }

    final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    Receiver answer(Exception... failures) {
        for (Exception failure : failures) {
            answer(batch -> {
                throw failure;
            });
        }
        return this;
    }

    Receiver answer(Answer answer) {
        answers.add(answer);
        return this;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Batch batch = exchange.getMessage().getBody(Batch.class);
        sent.add(new Sent(batch, Instant.now()));
        Answer answer = answers.poll();
        if (answer != null) {
            answer.to(batch);
        }
    }

    Batch batch(int index) {
        awaits(index + 1);
        return sent.get(index).batch();
    }

    /** Between the starts of two sends. */
    Duration pause(int index) {
        awaits(index + 2);
        return Duration.between(sent.get(index).at(), sent.get(index + 1).at());
    }

    void awaits(int sends) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> sent.size() >= sends);
    }

    List<String> keys() {
        return sent.stream().flatMap(one -> one.batch().first().stream()).map(Message::key).toList();
    }
}
