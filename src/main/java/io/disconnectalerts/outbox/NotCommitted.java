package io.disconnectalerts.outbox;

/** The store could not commit a message: whoever sent it still has it, and may send it again later. */
public final class NotCommitted extends Exception {
    NotCommitted(Throwable cause) {
        super("the store could not commit: " + cause.getMessage(), cause);
    }
}
