package io.disconnectalerts.outbox;

/** What keeps an outbox from sending what is pending. */
public enum WaitReason {
    /** The minute's permits, or the second's, are used; a digest leaves the minute's last two. */
    QUOTA,
    /** Nobody would read more messages: the next one tells what comes meanwhile as well. */
    PACE,
    /** The last send failed, and is not repeated before that. */
    PAUSE,
    /** It is quiet, and nothing that is pending is critical. */
    QUIET
}
