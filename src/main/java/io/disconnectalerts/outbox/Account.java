package io.disconnectalerts.outbox;

import java.time.Instant;
import java.util.List;

/**
 * What became of a message.
 *
 * @param id         rises with every message
 * @param committed  when it was
 * @param message    without its body
 * @param deliveries one for each outbox that it was addressed to
 */
public record Account(long id, Instant committed, Message message, List<Delivery> deliveries) {

    /**
     * What became of it in an outbox.
     *
     * @param outcome told, silenced, parked, dropped (it was parked), or waits
     * @param at      since when that is so; null if it waits
     * @param size    how many messages it is told together with
     * @param silence the one that it falls into; null if it falls into none
     */
    public record Delivery(String outbox, String outcome, Instant at, int size, String silence) {
    }
}
