package io.disconnectalerts.watch;

import io.disconnectalerts.event.Event;
import io.disconnectalerts.store.Storable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in health, and at most once an hour in the log, which node's clock is ahead of ours, and by how much at least:
 * nothing is heard before it happens. That a clock is behind cannot be told from events that come late.
 */
final class NodeClocks {
    private static final Logger LOG = LoggerFactory.getLogger("disconnect-alerts");
    /** The clocks of two nodes may differ by so much, and devices are followed all the same. */
    private static final Duration TOLERATED = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofHours(1);
    /** So long after its last event a node is taken to be ahead. */
    private static final Duration SILENT = Duration.ofHours(1);
    /** So many nodes are known at most: what a node is called comes from outside. */
    private static final int MOST = 100;
    private static final int LONGEST = 128;

    private final Map<String, Ahead> ahead = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private Instant warned = Instant.MIN;

    NodeClocks(InstantSource clock) {
        this.clock = clock;
    }

    /** @param heard when that was known last */
    private record Ahead(Duration by, Instant heard) {
    }

    /** A node is ahead until an event of it comes that is not, or until none has come for an hour. */
    void heard(Event event) {
        Duration by = Duration.between(event.receivedAt(), event.at());
        if (by.compareTo(TOLERATED) <= 0 && ahead.isEmpty()) {
            return;
        }
        String node = Storable.text(event.node().substring(0, Math.min(LONGEST, event.node().length())));
        if (by.compareTo(TOLERATED) <= 0) {
            ahead.remove(node);
        } else if (ahead.containsKey(node) || known() < MOST) {
            ahead.put(node, new Ahead(by, event.receivedAt()));
            warn(event.receivedAt());
        }
    }

    private int known() {
        ahead.values().removeIf(node -> Elapsed.isOver(SILENT, node.heard, clock.instant()));
        return ahead.size();
    }

    private synchronized void warn(Instant now) {
        if (Elapsed.isOver(PAUSE, warned, now)) {
            warned = now;
            LOG.warn("clocks: {}", state());
        }
    }

    String state() {
        known();
        Map<String, Ahead> nodes = new TreeMap<>(ahead);
        return nodes.isEmpty() ? "no node's clock is ahead" : nodes.entrySet().stream()
                .map(node -> "the clock of " + (node.getKey().isEmpty() ? "a node without a name" : node.getKey())
                + " is at least " + node.getValue().by.toSeconds() + " s ahead")
                .collect(Collectors.joining(", ")) + ": set it right, or this machine's if that is behind (NTP); "
                + "until then times that have not come yet are shown as when their events came";
    }
}
