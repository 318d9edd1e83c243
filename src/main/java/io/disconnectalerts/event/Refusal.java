package io.disconnectalerts.event;

/** Why an input, or one of several in it, cannot be read: a sentence for whoever sent it, that goes on from "it". */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String sentence) {
        super(sentence, null, false, false);
    }
}
