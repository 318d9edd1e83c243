package io.disconnectalerts.outbox;

import java.time.Duration;

/** Hears of every send; bind one to the registry. */
public interface OutboxListener {

    /**
     * @param why what the receiver said, empty if it took the batch
     */
    default void sent(Batch batch, Outcome outcome, String why) {
    }

    /**
     * Something is pending, but is not sent before that time has passed; unless it becomes urgent, if it waits for the
     * pace.
     */
    default void waits(String outbox, Duration time, WaitReason why) {
    }

    /** @param count messages that left the parked ones because there was too much */
    default void parkedDropped(int count) {
    }
}
