package io.disconnectalerts.outbox;

import io.disconnectalerts.parking.ParkedItems;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;

/** What becomes of a message that a receiver refused for good, once it is parked no longer. */
final class RefusedMessages implements ParkedItems.Owner {
    /** The batch that a parked message's outbox and number lead to. */
    private static final String BATCH = "(SELECT b.id FROM delivery d JOIN batch b ON b.id = d.batch "
            + "WHERE d.outbox = ? AND d.message = ? AND b.outcome = 'parked')";
    private final Store store;

    RefusedMessages(Store store) {
        this.store = store;
    }

    /** It is pending again. */
    @Override
    public void retried(Session session, String outbox, long message) throws SQLException {
        session.update("UPDATE delivery SET batch = NULL WHERE batch = ?", session.number(0,
                "DELETE FROM batch WHERE id = " + BATCH + " RETURNING id", outbox, message));
        session.afterCommit(() -> store.signal(outbox).send(0));
    }

    /** Its history may be purged like any other. */
    @Override
    public void forgotten(Session session, String outbox, long message) throws SQLException {
        session.update("UPDATE batch SET outcome = 'dropped' WHERE id = " + BATCH, outbox, message);
    }
}
