package io.disconnectalerts.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.disconnectalerts.parking.ParkingSpace;
import io.disconnectalerts.store.Databases;
import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Stores without routes around them. */
final class Stores {
    /** What no moment may see. */
    private static final String TORN = """
            SELECT 'a delivery of no message', message FROM delivery WHERE message NOT IN (SELECT id FROM message)
            UNION ALL SELECT 'a message for nobody', id FROM message WHERE id NOT IN (SELECT message FROM delivery)
                AND id NOT IN (SELECT over_by FROM delivery WHERE over_by IS NOT NULL)
            UNION ALL SELECT 'what is over by no message', message FROM delivery WHERE over_by IS NOT NULL
                AND over_by NOT IN (SELECT id FROM message)
            UNION ALL SELECT 'late, though nothing is being told', message FROM delivery d WHERE over_late = 1
                AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = d.batch AND coalesce(b.outcome, 'told') = 'told')
            UNION ALL SELECT 'a delivery in no batch of its outbox', message FROM delivery d WHERE batch IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = d.batch AND b.outbox = d.outbox)
            UNION ALL SELECT 'an open batch of another size', id FROM batch b WHERE settled_at IS NULL
                AND (size = 0 OR size <> (SELECT count(*) FROM delivery d WHERE d.batch = b.id))
            UNION ALL SELECT 'a settled batch of nothing, or more', id FROM batch b WHERE settled_at IS NOT NULL
                AND (SELECT count(*) FROM delivery d WHERE d.batch = b.id) NOT BETWEEN 1 AND size
            UNION ALL SELECT 'a parked batch of what is not', id FROM batch b WHERE outcome = 'parked' AND NOT EXISTS
                (SELECT 1 FROM delivery d JOIN parked p ON p.message = d.message AND p.source = d.outbox
                WHERE d.batch = b.id)
            UNION ALL SELECT 'a parked message in no parked batch', id FROM parked p WHERE message IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM delivery d JOIN batch b ON b.id = d.batch
                WHERE d.message = p.message AND d.outbox = p.source AND b.outcome = 'parked')""";

    private Stores() {
    }

    static Store open(String url) throws SQLException {
        return new Store(Databases.open(url), Duration.ofSeconds(30),
                ParkingSpace.ofMib(256), dropped -> { });
    }

    /** Nothing that belongs together was torn apart. */
    static void consistent(Session session) throws SQLException {
        assertEquals(List.of(), session.all(row -> row.getString(1) + ": " + row.getLong(2), TORN));
    }
}
