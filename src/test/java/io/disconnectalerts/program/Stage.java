package io.disconnectalerts.program;

/** Where a kill can hit an event. */
enum Stage {
    /** It was offered, and the store has it not. */
    RECEIVING,
    /** The store has it, and whoever offered it does not know. */
    COMMITTING,
    /** It is in a batch of which the platform has not heard. */
    CLAIMING,
    /** The platform has its batch, and has not answered. */
    SENDING,
    /** The platform has answered, and the store does not know. */
    SETTLING
}
