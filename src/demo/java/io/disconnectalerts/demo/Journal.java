package io.disconnectalerts.demo;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Joins what the broker saw with what the product's database and counters say became of it. */
final class Journal implements ClientEvents.Witness {

    private static final int TRAILS_KEPT = 24;
    private static final long PATIENCE_MS = 400;
    private static final String BY_HTTP = "http ";
    private static final String GONE = "client.disconnected";
    private static final String BACK = "client.back";
    /** What is told instead of a loss, until that ends. */
    private static final Set<String> UNSTEADY = Set.of("client.flapping", "client.twins");
    /** What is told of the end of that. */
    private static final Set<String> ENDS = Set.of("client.steady", "client.still_gone");
    private static final String GOODBYE = "normal";

    /** A disconnect whose end is not known yet. */
    private record Open(Trail trail, long at) {}

    private final Deque<Trail> trails = new ArrayDeque<>();
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Map<String, Open> quiet = new LinkedHashMap<>();
    private final Map<String, Trail> waiting = new HashMap<>();
    private final Map<String, Trail> lost = new HashMap<>();
    private final Set<String> unsteady = new HashSet<>();
    private final Map<Long, Trail> alerts = new HashMap<>();
    private final Map<Long, StoreView.Batch> batches = new HashMap<>();
    private long trailCount;
    private long quietSeen;
    private long sparedSeen;
    private long duplicatesSeen;
    private long lastAlert;
    private long oldestOpenBatch;
    private long disconnects;

    @Override
    public synchronized void gone(String clientid, String reason, long at) {
        disconnects++;
        Trail trail = herd(GONE, "mqtt", clientid, reason, at);
        lost.put(clientid, trail);
        open.put(key(clientid, at), new Open(trail, at));
    }

    @Override
    public synchronized void came(String clientid, long at) {
        Trail trail = lost.remove(clientid);
        if (trail != null) {
            trail.back.pass(1, at);
        }
    }

    /** A recent trail that the event belongs to, or one that begins with it. */
    private Trail herd(String kind, String entrance, String clientid, String reason, long at) {
        Trail trail = trails.stream().limit(4).filter(recent -> recent.takes(kind, clientid, reason, at)).findFirst()
                .orElseGet(() -> begin(kind, entrance, clientid, reason));
        trail.gone.pass(1, at);
        return trail;
    }

    synchronized Trail posted(String clientid, String reason) {
        long now = System.currentTimeMillis();
        Trail trail = begin(GONE, "http", clientid, reason);
        trail.gone.pass(1, now);
        open.put(BY_HTTP + clientid, new Open(trail, now));
        return trail;
    }

    /** What was posted was not taken. */
    synchronized void withdraw(Trail trail) {
        trails.remove(trail);
        open.values().removeIf(waiting -> waiting.trail() == trail);
    }

    synchronized long disconnects() {
        return disconnects;
    }

    /** Newest first. */
    synchronized List<Trail> trails() {
        return new ArrayList<>(trails);
    }

    synchronized void read(StoreView store) throws SQLException {
        Set<String> still = wait(store.waiting());
        for (StoreView.Alert alert : store.alerts(lastAlert)) {
            lastAlert = alert.id();
            if (!alert.kind().isEmpty()) {
                committed(alert);
            }
        }
        waiting.keySet().removeIf(key -> !still.contains(key) && over(waiting.get(key)));
        long oldest = Long.MAX_VALUE;
        long newest = oldestOpenBatch;
        for (StoreView.Batch batch : store.batches(oldestOpenBatch)) {
            newest = batch.id();
            if (batch.settledAt() == 0) {
                oldest = Math.min(oldest, batch.id());
            }
            StoreView.Batch known = batches.put(batch.id(), batch);
            if (!batch.equals(known)) {
                told(batch, known, store.alertsOf(batch.id()));
            }
        }
        oldestOpenBatch = Math.min(oldest, newest);
    }

    private Set<String> wait(List<StoreView.Waiting> losses) {
        Set<String> still = new HashSet<>();
        for (StoreView.Waiting loss : losses) {
            String key = key(loss.clientid(), loss.disconnectedAt());
            still.add(key);
            if (!waiting.containsKey(key)) {
                Trail trail = begun(GONE, loss.clientid(), loss.disconnectedAt(), "");
                trail.waits(loss);
                waiting.put(key, trail);
            }
        }
        return still;
    }

    /** It waits no more, and was told to nobody. */
    private boolean over(Trail trail) {
        trail.waiting--;
        spared(trail);
        return true;
    }

    private void spared(Trail trail) {
        (unsteady.contains(trail.clientid) ? trail.known : trail.over).pass(1, System.currentTimeMillis());
        sparedSeen++;
    }

    private void committed(StoreView.Alert alert) {
        Trail trail = trail(alert);
        if (trail.received.count < trail.gone.count) {
            trail.received.pass(1, alert.receivedAt());
        }
        trail.committed.pass(1, alert.committedAt());
        if (UNSTEADY.contains(alert.kind())) {
            trail.kind = alert.kind();
            unsteady.add(alert.clientid());
        } else if (ENDS.contains(alert.kind())) {
            unsteady.remove(alert.clientid());
        }
        trail.rule = alert.rule();
        trail.severity = alert.severity();
        alerts.put(alert.id(), trail);
    }

    /** How many losses wait whether their device comes back. */
    synchronized long waiting() {
        return waiting.size();
    }

    private Trail trail(StoreView.Alert alert) {
        if (BACK.equals(alert.kind())) {
            return herd(BACK, "", alert.clientid(), alert.reason(), alert.disconnectedAt());
        }
        Trail waited = waiting.remove(key(alert.clientid(), alert.disconnectedAt()));
        if (waited != null) {
            waited.waiting--;
            return waited;
        }
        return begun(alert.kind(), alert.clientid(), alert.disconnectedAt(), alert.reason());
    }

    /** The trail that began with an event, or one that begins now because nobody saw the event. */
    private Trail begun(String kind, String clientid, long at, String reason) {
        String key = key(clientid, at);
        Open known = open.remove(key);
        if (known == null) {
            known = quiet.remove(key);
            if (known != null) {
                quietSeen--;
            }
        }
        if (known == null) {
            known = open.remove(BY_HTTP + clientid);
        }
        if (known != null) {
            return known.trail();
        }
        Trail unseen = begin(kind, "", clientid, reason);
        unseen.gone.pass(1, at);
        return unseen;
    }

    private void told(StoreView.Batch batch, StoreView.Batch known, List<Long> members) {
        Map<Trail, Integer> shares = new LinkedHashMap<>();
        members.forEach(alert -> {
            Trail trail = alerts.get(alert);
            if (trail != null) {
                shares.merge(trail, 1, Integer::sum);
            }
        });
        shares.forEach((trail, share) -> {
            Trail.Robot robot = trail.robot(batch.robot());
            if (known == null || known.permitAt() != batch.permitAt()) {
                robot.permits.pass(share, batch.permitAt());
            }
            robot.attempts = Math.max(robot.attempts, batch.attempts());
            if (batch.settledAt() != 0) {
                robot.outcome = batch.outcome();
                robot.told.pass(share, batch.settledAt());
                robot.messages++;
            }
        });
    }

    /**
     * Triage has kept quiet, entrances have met a duplicate, and losses were over, so often: the oldest disconnects
     * that came to no alert are those.
     */
    synchronized void explain(Meters meters) {
        long settledBefore = System.currentTimeMillis() - PATIENCE_MS;
        Iterator<Map.Entry<String, Open>> waiting = open.entrySet().iterator();
        boolean goodbyes = open.values().stream().anyMatch(Journal::polite);
        while (waiting.hasNext()) {
            Map.Entry<String, Open> entry = waiting.next();
            if (entry.getValue().at() < settledBefore && explain(entry.getKey(), entry.getValue(), goodbyes, meters)) {
                waiting.remove();
            }
        }
        if (open.isEmpty()) {
            quietSeen = meters.quiet();
            sparedSeen = meters.spared();
            duplicatesSeen = meters.duplicate();
        }
    }

    private static boolean polite(Open known) {
        return known.trail().reason.equals(GOODBYE);
    }

    /** Whoever says goodbye is rather kept quiet about, who was thrown out rather there again. */
    private boolean explain(String key, Open known, boolean goodbyes, Meters meters) {
        Trail trail = known.trail();
        boolean goodbye = polite(known);
        if (duplicatesSeen < meters.duplicate()) {
            trail.duplicates.pass(1, known.at());
            duplicatesSeen++;
        } else if (!goodbye && sparedSeen < meters.spared()) {
            spared(trail);
        } else if (quietSeen < meters.quiet() && (goodbye || !goodbyes)) {
            trail.keepsQuiet(meters.rule());
            quiet.put(key, known);
            quietSeen++;
        } else {
            return false;
        }
        return true;
    }

    private Trail begin(String kind, String entrance, String clientid, String reason) {
        Trail trail = new Trail(++trailCount, kind, entrance, clientid, reason);
        trails.addFirst(trail);
        if (trails.size() > TRAILS_KEPT) {
            trails.removeLast();
        }
        return trail;
    }

    private static String key(String clientid, long at) {
        return at + " " + clientid;
    }
}
