package io.disconnectalerts.event;

import java.util.List;

/** What a payload turned out to be; the routes ask for its {@link #kind()}. */
public sealed interface Reading permits ClientEvent, Reading.Ignored, Reading.Several, Reading.Unreadable, Reading.TooLarge {

    /** {@code disconnected}, {@code ignored}, {@code several}, {@code unreadable} or {@code too-large}. */
    String kind();

    /** An event that brokers send too, and that is nobody's alarm. */
    record Ignored(String event) implements Reading {
        @Override
        public String kind() {
            return "ignored";
        }
    }

    /** An array, or an event a line: what each of them turned out to be, and as one what cannot be read of them; in chunks. */
    record Several(List<List<Reading>> chunks) implements Reading {
        @Override
        public String kind() {
            return "several";
        }
    }

    /**
     * Not an event.
     *
     * @param payload as it came; if it was encoded and could be decoded, as UTF-8
     * @param reason  a sentence for whoever sent it
     */
    record Unreadable(byte[] payload, String reason) implements Reading {
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
