package io.disconnectalerts.words;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import io.disconnectalerts.alert.Unread;
import io.disconnectalerts.outbox.Batch;
import java.util.List;
import java.util.Map;

/**
 * Events that could not be read, in the words of one message.
 *
 * @param count  how many; with a plus if there are more messages of them than a batch lists
 * @param since  when the first came
 * @param reason how many had the most frequent reason, and what it is; {@code -} if the platform refused that once, or
 *          none is frequent
 */
public record UnreadWords(String count, String since, String reason) {
    private static final int LONGEST = 200;

    static UnreadWords of(Batch batch, Platform platform, Wording wording) {
        List<Unread> all = batch.first().stream().map(Unread::of).toList();
        String reason = all.stream().filter(unread -> !batch.plain() && !unread.reason().isEmpty())
                .collect(groupingBy(Unread::reason, summingLong(Unread::share))).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> most.getValue() + " × " + platform.text(most.getKey(), LONGEST)).orElse("-");
        return new UnreadWords(all.stream().mapToLong(Unread::events).sum() + (batch.size() > all.size() ? "+" : ""),
                wording.time(batch.from()), reason);
    }
}
