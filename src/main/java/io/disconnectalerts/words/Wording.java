package io.disconnectalerts.words;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.event.Reason;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Properties;

/** The words that are no template's: {@code templates/<language>/words.properties}, read anew for every message. */
final class Wording {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

    private final Properties words;
    private final ZoneId zone;

    private Wording(Properties words, ZoneId zone) {
        this.words = words;
        this.zone = zone;
    }

    static Wording of(String language, String zone) {
        return new Wording(Bundle.words(language), ZoneId.of(zone));
    }

    /** The raw word, as neutral text, and behind it what it means, if that is known. */
    String reason(String word, String text) {
        String meaning = words.getProperty("reason." + word, words.getProperty("reason." + Reason.word(word)));
        return meaning == null ? text : text + words.getProperty("open") + meaning + words.getProperty("close");
    }

    /** A facet's name; an attribute's is its own, given by whoever configured the broker. */
    String facet(String name, Platform platform) {
        return words.getProperty("facet." + name, platform.text(name.replaceFirst("^attribute ", ""), 64));
    }

    String severity(String name) {
        return words.getProperty("severity." + name, name);
    }

    String other() {
        return words.getProperty("other");
    }

    String comma() {
        return words.getProperty("comma");
    }

    String time(Instant time) {
        return TIME.format(time.atZone(zone));
    }

    /** The time of day, with its date unless all from the first to the last happened on one. */
    String clock(Instant time, Instant from, Instant to) {
        boolean oneDay = from.atZone(zone).toLocalDate().equals(to.atZone(zone).toLocalDate());
        return (oneDay ? CLOCK : DAY).format(time.atZone(zone));
    }
}
