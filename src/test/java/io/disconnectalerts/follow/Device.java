package io.disconnectalerts.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A subject as the program follows it, which is killed and starts again after every step. It keeps a ledger of what its
 * robots were told: what is told as gone is gone by all that is known, and each return is told to whom it concerns.
 */
final class Device {
    private final Limits limits;
    private final boolean restarts;
    private final List<Decision> decisions = new ArrayList<>();
    /** What each robot was told, in order. */
    private final Map<String, List<Decision>> told = new TreeMap<>();
    private Set<String> robots = Set.of("wecom");
    private Function<Fact, Set<String>> filters = loss -> robots;
    private final Set<String> open = new TreeSet<>();
    private Past past = Past.NOTHING;
    private boolean away;
    private Instant now = Instant.EPOCH;

    Device(Limits limits) {
        this(limits, true);
    }

    Device(Limits limits, boolean restarts) {
        this.limits = limits;
        this.restarts = restarts;
    }

    /** @param filters whom a loss concerns */
    Device tells(Function<Fact, Set<String>> filters) {
        this.filters = filters;
        return this;
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

    /** From now on nobody asks what is due, or from now on somebody does. */
    void away(boolean is) {
        away = is;
    }

    /** All that falls due meanwhile is decided in its time. */
    void clock(Instant time) {
        for (Optional<Instant> due = past.dueAt(); !away && due.isPresent() && !due.get().isAfter(time);
                due = past.dueAt()) {
            now = due.get().isAfter(now) ? due.get() : now;
            step(past.due(now, limits));
        }
        now = time.isAfter(now) ? time : now;
    }

    private void step(Followed followed) {
        Told before = past.told();
        past = followed.past();
        decisions.addAll(followed.decisions());
        followed.decisions().forEach(this::audit);
        Decision telling = followed.telling();
        if (telling != null) {
            Set<String> reached = telling.robots(filters.apply(followed.loss()), before.robots());
            reached.forEach(robot -> tell(robot, telling.shown()));
            open.addAll(reached);
            past = past.told(followed.loss(), reached);
            assertTrue(past.episode() == null || filters.apply(followed.loss()).stream().allMatch(this::knows));
        }
        past = restarts ? restart(past) : past;
    }

    private void audit(Decision decision) {
        if (decision instanceof Decision.Tell tell) {
            assertEquals(Optional.of(tell.loss()), past.loss());
        } else if (decision instanceof Decision.Back back) {
            end(decision, back.told());
        } else if (decision instanceof Decision.Steady steady) {
            end(decision, steady.told());
        } else if (decision instanceof Decision.StillGone still) {
            assertEquals(open, still.told().robots());
            open.forEach(robot -> tell(robot, decision));
        }
    }

    private void end(Decision decision, Told ended) {
        assertEquals(Optional.empty(), past.loss());
        assertEquals(open, ended.robots());
        open.forEach(robot -> tell(robot, decision));
        open.clear();
    }

    private void tell(String robot, Decision decision) {
        List<Decision> story = told.computeIfAbsent(robot, any -> new ArrayList<>());
        assertFalse(decision instanceof Decision.Flapping && knows(robot), "that it flaps is told once");
        assertFalse(decision instanceof Decision.Twins && episode(robot).anyMatch(Decision.Twins.class::isInstance));
        story.add(decision);
    }

    /** Whether a robot was told that it comes and goes, and of no end of that. */
    private boolean knows(String robot) {
        return episode(robot).anyMatch(one -> one instanceof Decision.Flapping || one instanceof Decision.Twins);
    }

    /** What a robot was told since the last end. */
    private Stream<Decision> episode(String robot) {
        List<Decision> story = told(robot);
        int begin = story.size();
        while (begin > 0 && story.get(begin - 1).handed() != null) {
            begin--;
        }
        return story.subList(begin, story.size()).stream();
    }

    List<Decision> told(String robot) {
        return told.getOrDefault(robot, List.of());
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
