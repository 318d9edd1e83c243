package io.disconnectalerts.mqtt;

/**
 * How an MQTT entrance is doing, in one sentence fit for a log, a health check and an operator: it never holds a
 * secret.
 */
public sealed interface EntranceState {

    /** One sentence that says what is the case and, where somebody has to act, what to do. */
    String why();

    /** Whether new events can arrive right now. */
    default boolean up() {
        return this instanceof Up;
    }

    /** No route consumes, or the route was stopped. */
    record Off(String why) implements EntranceState {
    }

    /** The first try is under way. */
    record Connecting(String why) implements EntranceState {
    }

    /** Connected and subscribed. */
    record Up(String why) implements EntranceState {
    }

    /** Connected, but the broker refuses the subscription: asked again every 30 s. */
    record Refused(String why) implements EntranceState {
    }

    /**
     * Another process has connected with our client id: left alone for a while, so that the two do not chase each
     * other.
     */
    record TakenOver(String why) implements EntranceState {
    }

    /** Not connected: tried again after 1 s, doubling to 30 s. */
    record Down(String why) implements EntranceState {
    }
}
