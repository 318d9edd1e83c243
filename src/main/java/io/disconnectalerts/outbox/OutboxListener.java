package io.disconnectalerts.outbox;

import java.time.Duration;

/** Hears of every send, for metrics; bind one to the registry. */
public interface OutboxListener {

    /**
     * @param outcome       {@code told}, {@code retry-after}, {@code back-off}, {@code blocked}, {@code unacceptable} or {@code parked}
     * @param messages      how many messages the batch accounts for
     * @param sinceReceived the age of the batch's oldest message
     */
    void sent(String outbox, String outcome, int messages, Duration sinceReceived);

    /** @param count messages that left the parked ones because there were too many */
    void parkedDropped(int count);
}
