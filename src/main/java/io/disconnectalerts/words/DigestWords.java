package io.disconnectalerts.words;

import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.Batch;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Many events in the words of one message.
 *
 * @param count   how many events it accounts for
 * @param from    time of the earliest
 * @param to      time of the latest
 * @param reasons counts by reason, the rest as one; they add up to the count
 * @param common  what most of them have in common, as shares; {@code -} if nothing
 * @param clients the most urgent ones
 * @param more    how many more there are than clients
 */
public record DigestWords(int count, String from, String to, String reasons, String common, List<ClientWords> clients,
        int more) {
    private static final int MOST_REASONS = 5;
    private static final int MOST_IN_COMMON = 3;
    private static final int LEAST_IN_COMMON = 3;
    private static final int LONGEST = 64;

    static DigestWords of(Batch batch, int shown, Platform platform, Wording wording) {
        List<ClientWords> clients = batch.first().stream().limit(shown)
                .map(message -> ClientWords.of(message, batch, platform, wording)).toList();
        return new DigestWords(batch.size(), wording.time(batch.from()), wording.time(batch.to()),
                batch.plain() ? "" : reasons(batch, platform, wording), batch.plain() ? ""
                : common(batch, platform, wording),
                clients, batch.size() - clients.size());
    }

    /** The same with only the first clients. */
    DigestWords listing(int shown) {
        return new DigestWords(count, from, to, reasons, common, clients.subList(0, shown), count - shown);
    }

    private static String reasons(Batch batch, Platform platform, Wording wording) {
        List<Count> most = batch.facets().getOrDefault("reason", List.of()).stream().limit(MOST_REASONS).toList();
        int rest = batch.size() - most.stream().mapToInt(Count::count).sum();
        return Stream.concat(most.stream().map(
                count -> wording.reason(count.value(), platform.text(count.value(), LONGEST)) + " " + count.count()),
                rest == 0 ? Stream.empty() : Stream.of(wording.other() + " " + rest))
                .collect(Collectors.joining(wording.comma()));
    }

    /**
     * The facet values that many events share, the largest share first; of shares in the same ten percent what narrows
     * the search most.
     */
    private static String common(Batch batch, Platform platform, Wording wording) {
        String shares = batch.facets().entrySet().stream()
                .filter(facet -> !facet.getKey().equals("reason") && !facet.getKey().equals("class"))
                .filter(facet -> shared(facet.getValue().get(0).count(), batch.size()))
                .sorted(Comparator.comparing((Map.Entry<String, List<Count>> facet) ->
                        -Math.min(9, facet.getValue().get(0).count() * 10L / batch.size()))
                        .thenComparing(facet -> breadth(facet.getKey())).thenComparing(Map.Entry::getKey))
                .limit(MOST_IN_COMMON)
                .map(facet -> facet.getValue().get(0).count() * 100L / batch.size() + "% "
                        + wording.facet(facet.getKey(), platform)
                        + " " + platform.text(facet.getValue().get(0).value(), LONGEST))
                .collect(Collectors.joining(wording.comma()));
        return shares.isEmpty() ? "-" : shares;
    }

    /** By all, or by at least half and not just two of them: that may be chance. */
    private static boolean shared(int count, int size) {
        return count == size || count >= LEAST_IN_COMMON && count * 2L >= size;
    }

    /**
     * One of few nodes, one of many networks, what an operator attached to the clients; nearly every client comes by
     * the same listener.
     */
    private static int breadth(String facet) {
        return switch (facet) {
            case "node" -> 0;
            case "network" -> 1;
            case "username" -> 3;
            case "listener" -> 4;
            default -> 2;
        };
    }
}
