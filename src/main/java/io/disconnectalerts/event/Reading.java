package io.disconnectalerts.event;

import java.util.List;

/** What a payload turned out to be; the routes ask for its {@link #kind()}. */
public sealed interface Reading permits ClientEvent, Reading.Ignored, Reading.Several, Reading.Unreadable {

    /** {@code disconnected}, {@code ignored}, {@code several} or {@code unreadable}. */
    String kind();

    /** An event that brokers send too, and that is nobody's alarm. */
    record Ignored(String event) implements Reading {
        @Override
        public String kind() {
            return "ignored";
        }
    }

    /** An array: each element is a payload of its own. */
    record Several(List<byte[]> payloads) implements Reading {
        @Override
        public String kind() {
            return "several";
        }
    }

    /** Not an event; the reason is a sentence for whoever sent it. */
    record Unreadable(byte[] payload, String reason) implements Reading {
        @Override
        public String kind() {
            return "unreadable";
        }
    }
}
