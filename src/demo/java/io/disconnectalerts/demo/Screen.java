package io.disconnectalerts.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the page shows, looked up several times a second and told to whoever waits for a change. */
final class Screen implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TICK_MS = 120;
    private static final int SLOW_TICK = 4;
    private static final int BUBBLES_SHOWN = 40;
    private static final Pattern RULE = Pattern.compile(
            "expression: ((\\w+) (?:quiet|notice|warning|critical)(?: after \\w+)?)\\R");

    /**
     * One robot's line of the ledger: what was addressed to it is told or pending; {@code told} is counted in the chat
     * itself.
     */
    record Robot(String robot, int perMinute, String fault, Sum sum, int permits, long pausedUntil, int failures,
                 String blockedSetting, String standing) {}

    /**
     * @param zoneMs   how far the clocks in the messages are ahead of UTC
     * @param language what the messages are in, as the program's setting names it
     * @param most     how many devices a visitor may connect here
     * @param cutOff   how many of the fleet are
     * @param grace    whether devices are waited for
     * @param hushed   the client ids that are silenced; empty if none are
     * @param waiting  how many losses wait whether their device comes back
     * @param toTell   what was committed for a robot when the meters were read, or shortly before
     */
    record State(int mqtt, int zoneMs, String language, int most, List<Devices.Shown> devices, Herds.Progress progress,
                 int cutOff, boolean grace, String hushed, long disconnects, Meters meters, long waiting, long toTell,
                 List<Robot> robots, List<Trail> trails, Map<String, String> rules) {}

    private final List<Group> groups;
    private final Devices devices;
    private final Herds herds;
    private final Hush hush;
    private final Journal journal;
    private final StoreView store;
    private final Product product;
    private final ZoneId zone;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(step -> {
        Thread thread = new Thread(step, "screen");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Sum> sums = new HashMap<>();
    private Map<String, StoreView.Outbox> outboxes = Map.of();
    private Map<String, String> standings = Map.of();
    private Meters meters = Meters.NONE;
    private long toTell;
    private Map<String, String> rules = Map.of();
    private long ticks;
    private String state = "{}";
    private long version;

    Screen(List<Group> groups, Devices devices, Herds herds, Hush hush, Journal journal, StoreView store,
            Product product) throws IOException {
        this.groups = groups;
        this.devices = devices;
        this.herds = herds;
        this.hush = hush;
        this.journal = journal;
        this.store = store;
        this.product = product;
        this.zone = Product.zone();
        clock.scheduleWithFixedDelay(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** What a page that has seen {@code version} and so many bubbles of each group still lacks. */
    record News(long version, String state, List<String> bubbles) {}

    /**
     * Waits up to {@code patience} ms for something new; the counts in {@code seen} move on with what is handed out.
     */
    synchronized News await(long known, Map<String, Integer> seen, long patience) throws InterruptedException {
        if (version == known) {
            wait(patience);
        }
        List<String> bubbles = new ArrayList<>();
        for (Group group : groups) {
            int from = seen.getOrDefault(group.robot(), 0);
            List<Group.Bubble> fresh = group.bubbles(from);
            seen.put(group.robot(), from + fresh.size());
            fresh.stream().skip(Math.max(0, fresh.size() - BUBBLES_SHOWN)).map(Screen::json).forEach(bubbles::add);
        }
        return new News(version, state, bubbles);
    }

    private void tick() {
        try {
            journal.read(store);
            if (ticks++ % SLOW_TICK == 0) {
                look();
                journal.explain(meters);
                rules = rules(product.triage());
            }
        } catch (SQLException | IOException unavailable) {
            // A program that is just busy or ending: the last picture stands until the next look.
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        int zoneMs = zone.getRules().getOffset(Instant.now()).getTotalSeconds() * 1000;
        show(json(new State(devices.port(), zoneMs, product.language(), Devices.MOST_AT_ONCE, devices.shown(),
                herds.progress(), herds.cutOff(), product.hasGrace(), hush.match(), journal.disconnects(), meters,
                journal.waiting(), toTell, groups.stream().map(this::robot).toList(), journal.trails(), rules)));
    }

    /**
     * The chats before the store, and the store before the meters, so that what is counted later is never the smaller.
     */
    private void look() throws SQLException, IOException, InterruptedException {
        Map<String, Long> told = new HashMap<>();
        groups.forEach(group -> told.put(group.robot(), group.told()));
        Map<String, StoreView.Outbox> now = new HashMap<>();
        store.outboxes().forEach(outbox -> now.put(outbox.robot(), outbox));
        meters = product.meters();
        standings = product.standings();
        outboxes = now;
        now.values().forEach(outbox -> sums.merge(outbox.robot(),
                new Sum(outbox.addressed(), told.getOrDefault(outbox.robot(), 0L), outbox.pending(),
                        System.currentTimeMillis()), Sum::then));
        toTell = now.values().stream().mapToLong(outbox -> outbox.addressed() - outbox.ends()).max().orElse(0);
    }

    private synchronized void show(String now) {
        if (!now.equals(state)) {
            state = now;
            version++;
            notifyAll();
        }
    }

    private Robot robot(Group group) {
        StoreView.Outbox outbox = outboxes.getOrDefault(group.robot(),
                new StoreView.Outbox(group.robot(), 0, 0, 0, 0, 0, 0, null));
        return new Robot(group.robot(), group.perMinute(), group.fault(), sums.getOrDefault(group.robot(), Sum.NOTHING),
                outbox.permits(), outbox.pausedUntil(), outbox.failures(), outbox.blockedSetting(),
                standings.getOrDefault(group.robot(), ""));
    }

    /** The triage rules by class, with the verdict each sets in the file an operator edits. */
    private static Map<String, String> rules(Path triage) throws IOException {
        Map<String, String> verdicts = new LinkedHashMap<>();
        Matcher rule = RULE.matcher(Files.readString(triage));
        while (rule.find()) {
            verdicts.put(rule.group(2), rule.group(1));
        }
        return verdicts;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() throws SQLException {
        clock.shutdownNow();
        store.close();
    }
}
