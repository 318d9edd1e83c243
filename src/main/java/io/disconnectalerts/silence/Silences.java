package io.disconnectalerts.silence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.store.Database;
import io.disconnectalerts.store.Session;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The silences of all processes on one database, and the windows of the settings. Each process looks for others' once a
 * second; one that was begun or ended here holds at once, and one that was ended anywhere keeps nothing more quiet,
 * since whatever is kept asks for it in the same transaction.
 */
public final class Silences {
    private static final Logger LOG = LoggerFactory.getLogger(Silences.class);
    private static final int MOST = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom IDS = new SecureRandom();

    private final Supplier<Database> database;
    private final List<Window> windows;
    private final ZoneId zone;
    private final Clock clock;
    private final Supplier<Set<String>> classes;
    /** Null before they are asked for the first time. */
    private volatile Known known;
    private volatile Moment moment;

    /**
     * What the store says.
     *
     * @param silences that are not told as over
     * @param ended    times of windows that are over before their time
     */
    private record Known(List<Silence> silences, Set<String> ended) {
    }

    /**
     * What is so until a silence begins or ends, so that no event has to look at a calendar.
     *
     * @param times the windows' times that go on or come next; one that somebody has ended is as he ended it
     * @param on    all that go on, the one first that ends last
     */
    private record Moment(Known known, Instant from, Instant until, List<Silence> times, List<Silence> on) {
        boolean holds(Known known, Instant now) {
            return this.known == known && !now.isBefore(from) && now.isBefore(until);
        }
    }

    /**
     * @param database opened by the first who needs it
     * @param zone     of times that name none, and of the windows
     * @param classes  that the rules give by now
     */
    public Silences(Supplier<Database> database, List<Window> windows, String zone, Clock clock,
            Supplier<Set<String>> classes) {
        this.classes = classes;
        this.database = database;
        this.windows = windows;
        this.zone = ZoneId.of(zone);
        this.clock = clock;
    }

    /** The windows alone. */
    public static Silences ofWindows(Supplier<Database> database, List<Window> windows, String zone, Clock clock) {
        Silences silences = new Silences(database, windows, zone, clock, Set::of);
        silences.known = new Known(List.of(), Set.of());
        return silences;
    }

    private SilenceTable table() {
        return new SilenceTable(database.get().dialect());
    }

    /**
     * The silence that an event falls into; of several the one that ends last, or it would be told too soon.
     *
     * @param rule the class that triage gave it
     * @return its id; empty if there is none
     */
    public String of(Event event, String rule) throws SQLException {
        for (Silence silence : at(clock.instant()).on()) {
            if (silence.match().match(event, rule)) {
                return silence.id();
            }
        }
        return "";
    }

    private Known known() throws SQLException {
        if (known == null) {
            refresh();
        }
        return known;
    }

    private Moment at(Instant now) throws SQLException {
        Known known = known();
        Moment last = moment;
        if (last == null || !last.holds(known, now)) {
            last = moment(known, now);
            moment = last;
        }
        return last;
    }

    private Moment moment(Known known, Instant now) {
        List<Silence> all = windows.stream().flatMap(window -> window.next(now, zone).stream()).toList();
        List<Silence> times = all.stream().filter(time -> !known.ended().contains(time.id()))
                .map(time -> known.silences().stream().filter(silence -> silence.id().equals(time.id())).findFirst()
                .orElse(time)).toList();
        List<Silence> silences = Stream.concat(known.silences().stream()
                .filter(silence -> silence.window().isEmpty()), times.stream()).toList();
        Instant until = Stream.concat(all.stream(), silences.stream())
                .flatMap(silence -> Stream.of(silence.from(), silence.until())).filter(now::isBefore)
                .min(Comparator.naturalOrder()).orElse(Instant.MAX);
        return new Moment(known, now, until, times, silences.stream().filter(silence -> silence.on(now))
                .sorted(Comparator.comparing(Silence::until).reversed()).toList());
    }

    /** How many go on. */
    public int count() throws SQLException {
        return at(clock.instant()).on().size();
    }

    /** Learns what others have begun and ended. */
    public synchronized void refresh() throws SQLException {
        try (Session session = database.get().reading()) {
            known = new Known(table().untold(session),
                    Set.copyOf(table().endedWindows(session, clock.instant())));
        }
    }

    /** Whose it is or was, and why; its id alone once that is forgotten. */
    public String story(String id) throws SQLException {
        try (Session session = database.get().reading()) {
            Silence silence = table().of(session, id);
            return silence == null ? id : silence.window().isEmpty() ? id + ", " + silence.by() + ": " + silence.why()
                    : "silence.windows=" + silence.window();
        }
    }

    /**
     * Begins a silence.
     *
     * @param json {@code match} or {@code all}, {@code from}, {@code until}, {@code by}, {@code why}
     * @return the silence as JSON, with its id
     * @throws IllegalArgumentException with a sentence that names what is missing or wrong
     */
    public String begin(@Body byte[] json) throws SQLException {
        byte[] id = new byte[5];
        IDS.nextBytes(id);
        Silence silence = Wish.read(HexFormat.of().formatHex(id), json == null ? new byte[0] : json, zone,
                clock.instant());
        silence.match().checked(classes.get());
        boolean added = database.get().writer().execute(session ->
                table().untold(session).size() < MOST && table().add(session, silence));
        if (!added) {
            throw new IllegalArgumentException(MOST + " silences are enough: end some with DELETE /silences/{id}");
        }
        refresh();
        ShownSilence begun = shown(silence, 0);
        LOG.atInfo().addKeyValue("silence", begun.id()).addKeyValue("by", begun.by())
                .addKeyValue("until", begun.until()).addKeyValue("why", begun.why()).log("silence");
        return json(begun) + "\n";
    }

    /** Ends a silence now, or a window for this time; whether there was one. */
    public boolean end(@Variable("id") String id) throws SQLException {
        Instant now = clock.instant();
        List<Silence> times = at(now).times().stream().filter(one -> one.id().equals(id)).toList();
        boolean ended = database.get().writer().execute(session -> {
            for (Silence time : times) {
                table().add(session, time);
            }
            return table().end(session, id, now);
        });
        refresh();
        if (ended) {
            LOG.atInfo().addKeyValue("silence", id).log("silence ended");
        }
        return ended;
    }

    /**
     * JSON: {@code silences}, those that go on or are to begin, the first that ends first; windows only while they go
     * on.
     */
    public String list() throws SQLException {
        refresh();
        List<ShownSilence> silences = new ArrayList<>();
        List<Silence> all = listed();
        try (Session session = database.get().reading()) {
            for (Silence silence : all) {
                silences.add(shown(silence, table().kept(session, silence.id())));
            }
        }
        return json(Map.of("silences", silences)) + "\n";
    }

    /** The ids of those that are listed, as far as they are known by now. */
    public List<String> ids() throws SQLException {
        return listed().stream().map(Silence::id).toList();
    }

    private List<Silence> listed() throws SQLException {
        Instant now = clock.instant();
        return Stream.concat(known().silences().stream().filter(silence -> silence.window().isEmpty()),
                at(now).times().stream().filter(time -> time.on(now))).filter(silence -> silence.until().isAfter(now))
                .sorted(Comparator.comparing(Silence::until).thenComparing(Silence::id)).toList();
    }

    private ShownSilence shown(Silence silence, long silenced) {
        return ShownSilence.of(silence, silenced, clock.instant(), zone);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Those of the ids whose silence goes on, until the transaction ends. */
    public Set<String> on(Session session, Set<String> ids) throws SQLException {
        Set<String> on = new HashSet<>();
        if (!ids.isEmpty()) {
            Instant now = clock.instant();
            for (Silence time : at(now).times().stream().filter(one -> ids.contains(one.id())).toList()) {
                table().add(session, time);
            }
            for (String id : ids.stream().sorted().toList()) {
                if (table().on(session, id, now)) {
                    on.add(id);
                }
            }
        }
        return on;
    }

    /** In the transaction in which the silence was asked for. */
    public void keep(Session session, List<Kept> kept) throws SQLException {
        for (Kept one : kept.stream().sorted(Kept.ORDER).toList()) {
            table().keep(session, one);
        }
    }

    /** When the next is over of those that are in the store; empty if none is. */
    public Optional<Instant> nextEnd() throws SQLException {
        refresh();
        return known.silences().stream().map(Silence::until).min(Comparator.naturalOrder());
    }

    /** Whose time is over, and who has not been told. */
    public List<Silence> over() throws SQLException {
        Instant now = clock.instant();
        return known().silences().stream().filter(silence -> !silence.until().isAfter(now)).toList();
    }

    /** @param retention how long it stays known who had silenced what */
    public void forget(Duration retention) throws SQLException {
        Instant now = clock.instant();
        database.get().writer().execute(session -> {
            table().forget(session, now, retention);
            return null;
        });
    }
}
