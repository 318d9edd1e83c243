package io.disconnectalerts.vendors;

import java.time.Duration;

/** What can go wrong at a vendor, or on the way to it, whatever was sent. */
public sealed interface Fault {

    /** The request is read and answered like this instead of being judged. */
    record Says(Answer answer) implements Fault {}

    /** The request is judged, and answered late. */
    record Slow(Duration by) implements Fault {}

    /** The request is judged, and answered in another packing than usual. */
    record Packed(Packing how) implements Fault {}

    /** The connection is reset once the request is in; {@code taken}: the group reads the message all the same. */
    record Reset(boolean taken) implements Fault {}

    /** The request is never answered; {@code taken}: the group reads the message all the same. */
    record Hang(boolean taken) implements Fault {}

    /**
     * {@code EMPTY} has no body, {@code CUT_SHORT} promises more bytes than it sends, {@code ENDLESS} is a byte a
     * second.
     */
    enum Packing { GZIP, GZIP_GARBAGE, CHUNKED, EMPTY, CUT_SHORT, ENDLESS }
}
