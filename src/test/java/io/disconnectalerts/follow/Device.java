package io.disconnectalerts.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A subject as the program follows it, which is killed and starts again after every step. It keeps a ledger of what its
 * robots were told: what is told as gone is gone by all that is known, and each return is told to whom it concerns.
 */
final class Device {
    private final Limits limits;
    private final boolean restarts;
    private final List<Decision> decisions = new ArrayList<>();
    private Set<String> robots = Set.of("wecom");
    private final Set<String> open = new TreeSet<>();
    private Past past = Past.NOTHING;
    private Instant now = Instant.EPOCH;

    Device(Limits limits) {
        this(limits, true);
    }

    Device(Limits limits, boolean restarts) {
        this.limits = limits;
        this.restarts = restarts;
    }

    /** Facts and times: {@code c0 d60/0 w90}, see {@link Words#fact}; {@code w90} is the clock at 90 s. */
    Device lives(String history, Duration grace) {
        for (String word : history.isEmpty() ? new String[0] : history.trim().split("\\s+")) {
            switch (word.charAt(0)) {
                case 'w' -> clock(Words.at(word.substring(1)));
                case '-' -> robots = Set.of();
                case '+' -> robots = new TreeSet<>(List.of(word.substring(1).split("\\+")));
                default -> hears(Words.fact(word, grace, now));
            }
        }
        return this;
    }

    void hears(Fact fact) {
        clock(fact.receivedAt());
        step(past.with(fact, now, limits));
        clock(now);
    }

    /** All that falls due meanwhile is decided in its time. */
    void clock(Instant time) {
        for (Optional<Instant> due = past.dueAt(); due.isPresent() && !due.get().isAfter(time); due = past.dueAt()) {
            now = due.get().isAfter(now) ? due.get() : now;
            step(past.due(now, limits));
        }
        now = time.isAfter(now) ? time : now;
    }

    private void step(Followed followed) {
        past = followed.past();
        decisions.addAll(followed.decisions());
        followed.decisions().forEach(this::audit);
        for (Fact loss : followed.decisions().stream().map(Decision::handed).filter(Objects::nonNull).toList()) {
            open.addAll(robots);
            past = past.told(loss, robots);
        }
        past = restarts ? restart(past) : past;
    }

    private void audit(Decision decision) {
        if (decision instanceof Decision.Tell tell) {
            assertEquals(Optional.of(tell.loss()), past.loss());
        } else if (decision instanceof Decision.Back back) {
            end(back.told());
        } else if (decision instanceof Decision.Steady steady) {
            end(steady.told());
        }
    }

    private void end(Told told) {
        assertEquals(Optional.empty(), past.loss());
        assertEquals(open, told.robots());
        open.clear();
    }

    private static Past restart(Past past) {
        Past read = PastJson.read(PastJson.write(past)).orElseThrow();
        assertEquals(past, read);
        return read;
    }

    /** The robots that were told of a loss and of no end. */
    Set<String> open() {
        return open;
    }

    Past past() {
        return past;
    }

    Instant now() {
        return now;
    }

    List<Decision> decisions() {
        return decisions;
    }
}
