package io.disconnectalerts.follow;

import io.disconnectalerts.store.Session;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Steps that are committed together, in rounds in which no subject comes twice: what is decided, told and held of all
 * steps of a round is written at once.
 */
final class Commit<M> {
    private final Session session;
    private final Voice<M> voice;
    private final Limits limits;
    private final Instant now;
    private final List<Step<M>> steps;
    /** By subject; each step leaves what it makes of it. */
    private final Map<String, Past> pasts;
    private final Predicate<String> returns;
    private final int[] counts;
    private final List<Decision> decided = new ArrayList<>();
    private final Map<String, Map<String, String>> facets = new HashMap<>();

    /** @param returns whether beginnings of what a subject is are heard of */
    Commit(Session session, Voice<M> voice, Limits limits, Instant now, List<Step<M>> steps,
            Map<String, Past> pasts, Predicate<String> returns) {
        this.session = session;
        this.voice = voice;
        this.limits = limits;
        this.now = now;
        this.steps = steps;
        this.pasts = pasts;
        this.returns = returns;
        counts = new int[steps.size()];
    }

    /** One step and what it comes to. */
    private final class Turn {
        private final int at;
        private final Step<M> step;
        private final Followed followed;
        private final List<Decision> decisions;
        private final Fact loss;
        /** What is told of the step itself, or null; and what became of that. */
        private M told;
        private Voice.Reached reached = Voice.Reached.NOBODY;
        /** The key of what is told once more; null if it is told for the first time. */
        private String again;

        Turn(int at, Past past) throws SQLException {
            this.at = at;
            step = steps.get(at);
            followed = step.of(past, now, limits);
            decisions = new ArrayList<>(followed.decisions());
            loss = followed.loss();
            told = told(past).orElse(null);
            if (told == null && isHanded()) {
                decisions.add(new Decision.Unaddressed(loss));
            }
        }

        private boolean isHanded() {
            for (Decision decision : decisions) {
                if (decision.handed() != null) {
                    return true;
                }
            }
            return false;
        }

        private Optional<M> told(Past past) throws SQLException {
            if (loss != null) {
                return voice.lost(session, step.subject(), step.message(), followed.telling(), past.told());
            } else if (step.message() == null || step.subject().isEmpty()) {
                return Optional.ofNullable(step.message());
            }
            return step.began() ? voice.began(step.subject(), past.facts().stream().anyMatch(Fact::loss),
                    step.message()) : Optional.empty();
        }

        /** Not if it was heard before, or if another loss has to be told by now than the one that was prepared. */
        boolean counts() {
            return !is(Decision.Repeat.class) && (loss == null || loss.is(step.fact()));
        }

        boolean waits() {
            return is(Decision.Wait.class);
        }

        private boolean is(Class<? extends Decision> decided) {
            for (Decision decision : decisions) {
                if (decided.isInstance(decision)) {
                    return true;
                }
            }
            return false;
        }

        Past past() {
            return loss == null ? followed.past() : again == null ? followed.past().told(loss, reached.robots())
                    : followed.past().toldAgain(loss, again, reached.robots());
        }
    }

    /** For each step whether it was heard for the first time. */
    int[] carryOut() throws SQLException {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            left.add(i);
        }
        while (!left.isEmpty()) {
            Set<String> subjects = new HashSet<>();
            List<Integer> later = new ArrayList<>();
            List<Turn> round = new ArrayList<>();
            for (int at : left) {
                String subject = steps.get(at).subject();
                if (subject.isEmpty() || subjects.add(subject)) {
                    round.add(new Turn(at, pasts.getOrDefault(subject, Past.NOTHING)));
                } else {
                    later.add(at);
                }
            }
            round.removeIf(turn -> !turn.counts());
            forget(round);
            tell(round);
            voice.end(session, ended(round));
            round.forEach(this::keep);
            hold(round);
            pass(round);
            left = later;
        }
        session.afterCommit(() -> voice.decided(decided));
        return counts;
    }

    /** What waits although people were told of it long ago is a repetition, which the past has forgotten. */
    private void forget(List<Turn> round) throws SQLException {
        Map<Turn, M> waiting = new LinkedHashMap<>();
        for (Turn turn : round) {
            if (turn.waits() && turn.step.message() != null) {
                waiting.put(turn, turn.step.message());
            }
        }
        round.removeAll(toldBefore(waiting));
    }

    private Set<Turn> toldBefore(Map<Turn, M> messages) throws SQLException {
        Set<Turn> before = new LinkedHashSet<>();
        if (!messages.isEmpty()) {
            Iterator<Boolean> told = voice.told(session, List.copyOf(messages.values())).iterator();
            for (Turn turn : messages.keySet()) {
                if (told.next()) {
                    before.add(turn);
                }
            }
        }
        return before;
    }

    /** What is due and was told before had its end: whom it concerns now is told once more. */
    private void tell(List<Turn> round) throws SQLException {
        Map<Turn, M> due = new LinkedHashMap<>();
        List<Turn> tellers = new ArrayList<>();
        for (Turn turn : round) {
            if (turn.told != null) {
                tellers.add(turn);
                if (!turn.step.heard() && turn.loss != null) {
                    due.put(turn, turn.told);
                }
            }
        }
        for (Turn turn : toldBefore(due)) {
            turn.again = Facts.event(turn.loss) + "-again-" + HexFormat.of().toHexDigits(now.toEpochMilli(), 12);
            turn.told = voice.again(turn.told, turn.again);
        }
        List<M> messages = new ArrayList<>();
        for (Turn turn : tellers) {
            messages.add(turn.told);
        }
        List<Voice.Reached> reached = messages.isEmpty() ? List.of() : voice.tell(session, messages);
        for (int i = 0; i < tellers.size(); i++) {
            Turn turn = tellers.get(i);
            turn.reached = reached.get(i);
            if (!turn.reached.fresh() && turn.step.heard()) {
                round.remove(turn);
            }
        }
    }

    /** Nobody knows that it is still gone if its returns are not heard of. */
    private List<Voice.Ended<M>> ended(List<Turn> round) {
        List<Voice.Ended<M>> ended = new ArrayList<>();
        for (Turn turn : round) {
            for (Decision decision : turn.decisions) {
                if (!(decision instanceof Decision.StillGone) || returns.test(turn.step.subject())) {
                    ended.add(new Voice.Ended<>(turn.step.subject(), decision, turn.step.message()));
                }
            }
        }
        return ended;
    }

    private void keep(Turn turn) {
        counts[turn.at] = 1;
        if (!turn.step.subject().isEmpty()) {
            pasts.put(turn.step.subject(), turn.past());
        }
        if (turn.loss != null && turn.told != null) {
            facets.put(turn.step.subject(), voice.facets(turn.told));
        }
        decided.addAll(turn.decisions);
    }

    private void hold(List<Turn> round) throws SQLException {
        PreparedStatement held = session.prepare("INSERT INTO held (key, body) VALUES (?, ?) "
                + "ON CONFLICT (key) DO NOTHING");
        PreparedStatement over = session.prepare("DELETE FROM held WHERE key = ?");
        for (Turn turn : round) {
            if (turn.waits()) {
                held.setString(1, turn.step.fact().key());
                held.setString(2, turn.step.body());
                held.addBatch();
            }
            for (Decision decision : turn.decisions) {
                Fact loss = decision.dropped() == null ? decision.handed() : decision.dropped();
                if (loss != null && !(turn.step.heard() && loss.is(turn.step.fact()))) {
                    over.setString(1, loss.key());
                    over.addBatch();
                }
            }
        }
        held.executeBatch();
        over.executeBatch();
    }

    /** Takes down what becomes of the ends that nobody is told of. */
    private void pass(List<Turn> round) throws SQLException {
        Passed passed = new Passed(session, now);
        for (Turn turn : round) {
            for (Decision decision : turn.decisions) {
                if (decision.outcome() != null) {
                    passed.add(turn.step.subject(), decision.dropped(), decision.outcome());
                }
            }
        }
        passed.write();
    }

    /** Of each subject whose loss was told, what is worth counting of that. */
    Map<String, Map<String, String>> facets() {
        return facets;
    }
}
