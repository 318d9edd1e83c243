package io.disconnectalerts.demo;

/** What a visitor asked for cannot be done now; the message is a word the page has a sentence for. */
final class Refusal extends RuntimeException {
    Refusal(String word) {
        super(word);
    }
}
