package io.disconnectalerts.event;

/** Why an input, or one of several in it, cannot be read: a sentence for whoever sent it, that goes on from "it". */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String broker;

    Refusal(String sentence) {
        this(sentence, "");
    }

    /** @param broker as whose it was tried, empty if it did not get that far */
    Refusal(String sentence, String broker) {
        super(sentence, null, false, false);
        this.broker = broker;
    }

    String broker() {
        return broker;
    }
}
