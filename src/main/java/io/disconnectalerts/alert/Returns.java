package io.disconnectalerts.alert;

import io.disconnectalerts.follow.Decision;
import io.disconnectalerts.follow.Fact;
import io.disconnectalerts.follow.Facts;
import io.disconnectalerts.follow.Voice;
import io.disconnectalerts.outbox.Copies;
import io.disconnectalerts.outbox.Ending;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Has those who were told that a device is gone, or that there is an alarm, read that it is over. */
public final class Returns implements Voice<Copies> {
    private final OutboxComponent outbox;
    private final boolean recovery;
    private final Consumer<Decision> decided;
    private final Clock clock;

    /**
     * @param recovery whether a device's return is told; an alarm's end is, if its rule says so
     * @param decided  hears of each decision that is committed
     */
    public Returns(OutboxComponent outbox, boolean recovery, Consumer<Decision> decided, Clock clock) {
        this.outbox = outbox;
        this.recovery = recovery;
        this.decided = decided;
        this.clock = clock;
    }

    @Override
    public Copies lost(Copies plain, Decision decision) {
        return plain;
    }

    @Override
    public Copies again(Copies lost) {
        String time = HexFormat.of().toHexDigits(clock.millis(), 12);
        return lost.with(message -> message.named(message.key() + "-again-" + time));
    }

    /** Whoever was told of an alarm reads its end; others do only if nobody was, since it is not known here. */
    @Override
    public Optional<Copies> began(String subject, boolean lost, Copies plain) {
        return lost && !isClient(subject) ? Optional.empty() : Optional.of(plain);
    }

    private static boolean isClient(String subject) {
        return subject.startsWith("client:");
    }

    @Override
    public void end(Session session, List<Ended<Copies>> ended) throws SQLException {
        List<Ending> endings = endings(session, ended);
        if (!endings.isEmpty()) {
            outbox.end(session, endings);
        }
    }

    /** What is over by what was decided, and who reads it. */
    public List<Ending> endings(Session session, List<Ended<Copies>> ended) throws SQLException {
        List<Ending> endings = new ArrayList<>();
        for (Ended<Copies> one : ended) {
            if (one.decision() instanceof Decision.Back back && (recovery || !isClient(one.subject()))) {
                Message lost = lost(session, one.subject(), back.told().last());
                endings.add(new Ending(back.losses().stream().map(Facts::event).toList(), back.told().robots(),
                        Alert.over(back, lost, one.heard() == null ? null : one.heard().any(), clock.instant())));
            }
        }
        return endings;
    }

    /** As it was told, if that is still known. */
    private Message lost(Session session, String subject, Fact loss) throws SQLException {
        Held held = Held.of(subject, loss);
        return outbox.stored(session, held.key())
                .orElseGet(() -> Alert.message(held.event(), Verdict.of(held.verdict())));
    }

    @Override
    public List<Set<String>> tell(Session session, List<Copies> messages) throws SQLException {
        return outbox.address(session, messages);
    }

    @Override
    public List<Boolean> told(Session session, List<Copies> messages) throws SQLException {
        Map<String, Long> received = outbox.received(session,
                messages.stream().map(copies -> copies.any().key()).collect(Collectors.toSet()));
        return messages.stream().map(Copies::any).map(message -> received.containsKey(message.key())
                && message.isSame(received.get(message.key()))).toList();
    }

    @Override
    public void decided(List<Decision> decisions) {
        decisions.forEach(decided);
    }
}
