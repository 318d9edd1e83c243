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
 * @param outcome as {@link OutboxListener} gets it
 * @param code    what went wrong in a word or two, however {@code why} goes on: a setting, a code or an exception
 * @param why     what the receiver said, empty if it took the batch
 * @param writing what has to be committed now; false if the batch belongs to another process by now
 */
record Settlement(Outcome outcome, String code, String why, Writing writing) {
    private static final Duration BLOCKED = Duration.ofSeconds(60);
    private static final DoublingPause PAUSE = new DoublingPause(Duration.ofSeconds(60));

    /** A transaction that can be tried again until it succeeds. */
    interface Writing {
        boolean commit() throws SQLException;
    }

    static Settlement told(Settlements settlements, Claimed claimed, Batch batch, String text) {
        return new Settlement(Outcome.TOLD, "", "", () -> settlements.settle(claimed, batch, text));
    }

    /** The same while things stay as they are. */
    String state() {
        return outcome + " " + (code.isEmpty() ? why.replaceFirst("(?s)\\s.*", "") : code);
    }

    /** The one place that tells the failures apart. */
    static Settlement of(DeliveryFailure failed, Settlements settlements, Claimed claimed, Batch batch) {
        String why = failed.getMessage();
        return failed.act(new Acts<Settlement>() {
            @Override
            public Settlement after(RetryAfter failure) {
                return released(Outcome.RETRY_AFTER, failure.pause(), batch.plain());
            }

            @Override
            public Settlement after(BackOff failure) {
                return released(Outcome.BACK_OFF, PAUSE.scatteredAfter(claimed.attempt()), batch.plain());
            }

            @Override
            public Settlement after(Blocked failure) {
                return blocked(failure.setting());
            }

            @Override
            public Settlement after(Unacceptable failure) {
                if (!batch.plain()) {
                    return released(Outcome.UNACCEPTABLE, Duration.ZERO, true);
                }
                return batch.size() == 1 && failure.setting() == null
                        ? new Settlement(Outcome.PARKED, failed.code(), why,
                        () -> settlements.park(claimed, batch.first().get(0), why))
                        : blocked(Objects.requireNonNullElse(failure.setting(), "template"));
            }

            private Settlement blocked(String setting) {
                return new Settlement(Outcome.BLOCKED, setting + " " + failed.code(),
                        claimed.outbox() + "." + setting + ": " + why,
                        () -> settlements.release(claimed, BLOCKED, batch.plain(), Outcome.BLOCKED, setting, why));
            }

            private Settlement released(Outcome outcome, Duration pause, boolean plain) {
                return new Settlement(outcome, failed.code(), why,
                        () -> settlements.release(claimed, pause, plain, outcome, null, why));
            }
        });
    }
}
