package io.disconnectalerts.event;

import java.util.List;

/** What a payload turned out to be; the routes ask for its {@link #kind()}. */
public sealed interface Reading permits Event, Reading.Ignored, Reading.Several, Reading.Parts,
        Reading.Unreadable, Reading.TooLarge {

    /** The name of what it is, for a branch of the route. */
    String kind();

    /** An event that brokers send too, and that is nobody's alarm. */
    record Ignored(String event) implements Reading {
        @Override
        public String kind() {
            return "ignored";
        }
    }

    /** A large array, or many lines, none of which is read yet: that takes a while, and many times the room. */
    record Several(Input input) implements Reading {
        @Override
        public String kind() {
            return "several";
        }
    }

    /** What each of an array, or every line, turned out to be, and as one what cannot be read of them; in chunks. */
    record Parts(List<List<Reading>> chunks) implements Reading {
        @Override
        public String kind() {
            return "parts";
        }
    }

    /**
     * Not an event.
     *
     * @param payload as it came; if it was encoded and could be decoded, as UTF-8
     * @param reason  a sentence for whoever sent it
     * @param events  how many events are in it, as far as can be told
     * @param broker  the file under {@code brokers} by which it was tried, without its ending; empty if it is no JSON
     */
    record Unreadable(byte[] payload, String reason, int events, String broker) implements Reading {
        public Unreadable(byte[] payload, String reason) {
            this(payload, reason, 1, "");
        }

        @Override
        public String kind() {
            return "unreadable";
        }
    }

    /** Small as it came, and more than is read once it is unpacked. */
    record TooLarge() implements Reading {
        @Override
        public String kind() {
            return "too-large";
        }
    }
}
