package io.disconnectalerts.watch;

import io.disconnectalerts.alert.Unread;
import io.disconnectalerts.bundle.Wiring;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.parking.Parking;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.store.Session;
import io.disconnectalerts.words.Vocabulary;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the groups hear that inputs cannot be read: a second after the first, and then once an hour at most. */
public final class UnreadNotice {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadNotice.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final OutboxComponent outbox;
    private final boolean heard;

    private UnreadNotice(OutboxComponent outbox, boolean heard) {
        this.outbox = outbox;
        this.heard = heard;
    }

    /** Nobody hears it where a robot that is on would drop it for want of its keyword. */
    public static void install(CamelContext context, OutboxComponent outbox, Settings settings, Wiring wiring) {
        boolean heard = Boolean.parseBoolean(settings.get("parked.tell"))
                && Groups.on(settings, wiring).stream().noneMatch(robot -> unfit(robot, settings));
        Chore.add(context, "unread", Duration.ofSeconds(1), new UnreadNotice(outbox, heard)::tell);
    }

    private static boolean unfit(String robot, Settings settings) {
        String language = settings.get("alerts.language");
        boolean drops = Groups.deaf(robot, settings, Unread.KIND);
        if (drops) {
            LOG.warn("parked.tell: no group hears of events that cannot be read, until {}={} stands in the heading of "
                    + "{}", robot + ".keyword",
                    settings.find(robot + ".keyword").orElse(""), Vocabulary.file(language, Unread.KIND));
        }
        return drops;
    }

    private void tell() throws SQLException {
        outbox.tell(this::message);
    }

    /** What nobody hears is not kept for whoever hears again later. */
    private Optional<Message> message(Session session) throws SQLException {
        if (!heard) {
            Parking.forgetUntold(session);
            return Optional.empty();
        }
        return Parking.untold(session, PAUSE).map(Unread::message);
    }
}
