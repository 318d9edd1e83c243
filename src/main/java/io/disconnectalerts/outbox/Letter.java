package io.disconnectalerts.outbox;

/** What can be addressed to outboxes. */
public interface Letter {

    /** What the outboxes keep of it. */
    Message message();
}
