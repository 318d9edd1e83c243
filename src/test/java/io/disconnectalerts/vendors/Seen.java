package io.disconnectalerts.vendors;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person sees of a message in the group.
 *
 * @param text the plain text that is left when all markup has done its work
 * @param mentions who is called, {@code all} for everybody
 * @param links where a tap leads to
 * @param images what is loaded from elsewhere
 * @param markup the other things that are not plain text, as {@code kind:text}, outermost first
 */
public record Seen(String text, List<String> mentions, List<String> links, List<String> images, List<String> markup) {

    static final class Builder {
        final StringBuilder text = new StringBuilder();
        final List<String> mentions = new ArrayList<>();
        final List<String> links = new ArrayList<>();
        final List<String> images = new ArrayList<>();
        final List<String> markup = new ArrayList<>();

        void append(Builder inner) {
            text.append(inner.text);
            mentions.addAll(inner.mentions);
            links.addAll(inner.links);
            images.addAll(inner.images);
            markup.addAll(inner.markup);
        }

        Seen build() {
            return new Seen(text.toString(), List.copyOf(mentions), List.copyOf(links), List.copyOf(images),
                    List.copyOf(markup));
        }
    }
}
