package io.disconnectalerts.store;

/** The store could not commit: whoever sent it still has it, and may send it again later. */
public final class NotCommitted extends Exception {
    public NotCommitted(Throwable cause) {
        super("the store could not commit: " + cause.getMessage(), cause);
    }
}
