package io.disconnectalerts.demo;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins what the broker saw with what the product's database and counters say became of it. */
final class Journal implements ClientEvents.Witness {

    private static final int TRAILS_KEPT = 24;
    private static final long PATIENCE_MS = 400;
    private static final String BY_HTTP = "http ";

    /** A disconnect whose end is not known yet. */
    private record Open(Trail trail, long at) {}

    private final Deque<Trail> trails = new ArrayDeque<>();
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final Map<String, Open> quiet = new LinkedHashMap<>();
    private final Map<Long, Trail> alerts = new HashMap<>();
    private final Map<Long, StoreView.Batch> batches = new HashMap<>();
    private long trailCount;
    private long quietSeen;
    private long lastAlert;
    private long oldestOpenBatch;
    private long disconnects;

    @Override
    public synchronized void gone(String clientid, String reason, long at) {
        disconnects++;
        Trail trail = trails.stream().limit(4).filter(recent -> recent.takes(clientid, reason, at)).findFirst()
                .orElseGet(() -> begin("mqtt", clientid, reason));
        trail.gone.pass(1, at);
        open.put(key(clientid, at), new Open(trail, at));
    }

    synchronized void posted(String clientid, String reason) {
        long now = System.currentTimeMillis();
        Trail trail = begin("http", clientid, reason);
        trail.gone.pass(1, now);
        open.put(BY_HTTP + clientid, new Open(trail, now));
    }

    synchronized long disconnects() {
        return disconnects;
    }

    /** Newest first. */
    synchronized List<Trail> trails() {
        return new ArrayList<>(trails);
    }

    synchronized void read(StoreView store) throws SQLException {
        for (StoreView.Alert alert : store.alerts(lastAlert)) {
            lastAlert = alert.id();
            committed(alert);
        }
        long oldest = Long.MAX_VALUE;
        for (StoreView.Batch batch : store.batches(oldestOpenBatch)) {
            if (batch.settledAt() == 0) {
                oldest = Math.min(oldest, batch.id());
            }
            StoreView.Batch known = batches.put(batch.id(), batch);
            if (!batch.equals(known)) {
                told(batch, known, store.alertsOf(batch.id()));
            }
        }
        long newest = batches.keySet().stream().max(Long::compare).orElse(0L);
        oldestOpenBatch = Math.min(oldest, newest);
    }

    private void committed(StoreView.Alert alert) {
        Trail trail = trail(alert);
        trail.received.pass(1, alert.receivedAt());
        trail.committed.pass(1, alert.committedAt());
        trail.rule = alert.rule();
        trail.severity = alert.severity();
        alerts.put(alert.id(), trail);
    }

    private Trail trail(StoreView.Alert alert) {
        String key = key(alert.clientid(), alert.disconnectedAt());
        Open waiting = open.remove(key);
        if (waiting == null) {
            waiting = quiet.remove(key);
            if (waiting != null) {
                waiting.trail().quiet.count--;
                quietSeen--;
            }
        }
        if (waiting == null) {
            waiting = open.remove(BY_HTTP + alert.clientid());
        }
        if (waiting != null) {
            return waiting.trail();
        }
        Trail unseen = begin("", alert.clientid(), alert.reason());
        unseen.gone.pass(1, alert.disconnectedAt());
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

    /** Triage has decided so often to keep quiet: the oldest disconnects that came to no alert are those. */
    synchronized void quiet(long total, String rule) {
        long settledBefore = System.currentTimeMillis() - PATIENCE_MS;
        var waiting = open.entrySet().iterator();
        while (quietSeen < total && waiting.hasNext()) {
            var entry = waiting.next();
            if (entry.getValue().at() < settledBefore) {
                waiting.remove();
                Trail trail = entry.getValue().trail();
                trail.quiet.pass(1, entry.getValue().at());
                trail.rule = rule;
                trail.severity = "quiet";
                quiet.put(entry.getKey(), entry.getValue());
                quietSeen++;
            }
        }
        if (open.isEmpty()) {
            quietSeen = total;
        }
    }

    private Trail begin(String entrance, String clientid, String reason) {
        Trail trail = new Trail(++trailCount, entrance, clientid, reason);
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
