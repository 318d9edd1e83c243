package io.disconnectalerts.outbox;

import io.disconnectalerts.delivery.DeliveryFailure.Acts;
import io.disconnectalerts.delivery.DeliveryFailure.BackOff;
import io.disconnectalerts.delivery.DeliveryFailure.Blocked;
import io.disconnectalerts.delivery.DeliveryFailure.RetryAfter;
import io.disconnectalerts.delivery.DeliveryFailure.Unacceptable;
import io.disconnectalerts.delivery.DeliveryFailure;
import io.disconnectalerts.outbox.ClaimResult.Claimed;
import io.disconnectalerts.retry.DoublingPause;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/**
 * What a send's end means for its batch.
 *
 * @param name    as {@link OutboxListener} gets it
 * @param why     what the receiver said, empty if it took the batch
 * @param writing what has to be committed now; false if the batch belongs to another process by now
 */
record Outcome(String name, String why, Writing writing) {
    static final String TOLD = "told";
    static final String RETRY_AFTER = "retry-after";
    private static final Duration BLOCKED = Duration.ofSeconds(60);
    private static final DoublingPause PAUSE = new DoublingPause(Duration.ofSeconds(60));

    /** A transaction that can be tried again until it succeeds. */
    interface Writing {
        boolean commit() throws SQLException;
    }

    static Outcome told(Settlements settlements, Claimed claimed, Batch batch, String text) {
        return new Outcome(TOLD, "", () -> settlements.settle(claimed, batch, text));
    }

    /** The one place that tells the failures apart. */
    static Outcome of(DeliveryFailure failure, Settlements settlements, Claimed claimed, Batch batch) {
        return failure.act(new Acts<>() {
            @Override
            public Outcome after(RetryAfter failure) {
                return released(RETRY_AFTER, failure, failure.pause());
            }

            @Override
            public Outcome after(BackOff failure) {
                return released("back-off", failure, PAUSE.scatteredAfter(claimed.attempt()));
            }

            @Override
            public Outcome after(Blocked failure) {
                String why = failure.getMessage();
                return released("blocked", claimed.outbox() + "." + failure.setting() + ": " + why, BLOCKED,
                        batch.plain(), failure.setting(), why);
            }

            @Override
            public Outcome after(Unacceptable failure) {
                String why = failure.getMessage();
                if (!batch.plain()) {
                    return released("unacceptable", why, Duration.ZERO, true, null, why);
                }
                return batch.size() == 1 && failure.setting() == null
                        ? new Outcome("parked", why, () -> settlements.park(claimed, batch.first().get(0), why))
                        : after(new Blocked(Objects.requireNonNullElse(failure.setting(), "template"), why));
            }

            private Outcome released(String name, DeliveryFailure failure, Duration pause) {
                return released(name, failure.getMessage(), pause, batch.plain(), null, failure.getMessage());
            }

            private Outcome released(String name, String said, Duration pause, boolean plain, String setting,
                    String why) {
                return new Outcome(name, said, () -> settlements.release(claimed, pause, plain, name, setting, why));
            }
        });
    }
}
