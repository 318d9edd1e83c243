package io.disconnectalerts.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Subject;
import io.disconnectalerts.follow.Gone;
import io.disconnectalerts.follow.PassedOver;
import io.disconnectalerts.http.Query;
import io.disconnectalerts.outbox.Account.Delivery;
import io.disconnectalerts.outbox.Account;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.silence.Silences;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Variable;

/** What became of the events of a client: which robot was told of them when, and why another was not. */
public final class WhoHeard {
    private static final int USUAL = 20;
    private static final int MOST = 200;
    /** Told to whoever was told of the loss, and to nobody else. */
    private static final Set<String> ENDS = Set.of("client.back", "client.steady", "client.still_gone");
    /** Less than any id that an answer said. */
    private static final long ALL = 999_999_999_999_999_999L;
    /** Why nobody was told. */
    private static final Map<String, String> UNTOLD = Map.of(
            "blip", "it was back in time",
            "replaced", "a new connection took its place, and was seen",
            "suppressed", "it is one more loss of what is known to come and go",
            "quiet", "its rule says that nobody has to know",
            "duplicate", "it is a further end of a session that had ended",
            "unaddressed", "no robot's filter in 6-notify let it through, or none was on");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CamelContext context;
    private final OutboxComponent outbox;
    private final Silences silences;
    private final ZoneId zone;

    /** @param zone that times are shown in */
    public WhoHeard(CamelContext context, OutboxComponent outbox, Silences silences, String zone) {
        this.context = context;
        this.outbox = outbox;
        this.silences = silences;
        this.zone = ZoneId.of(zone);
    }

    /** @param next what {@code after} has to be for the events before these; null if there are none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Answer(String clientid, List<Told> events, String next) {
    }

    /**
     * An event.
     *
     * @param at   when it happened, by its broker; RFC 3339
     * @param what lost, back, flapping, twins, steady, still_gone, or an event's name; blip, replaced, suppressed,
     *             quiet, duplicate or unaddressed, if nobody was to be told
     * @param why  nobody was; null if somebody was to be told
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Told(String at, String what, String reason, @JsonProperty("class") String rule, String severity,
            String node, List<Robot> robots, String why) {
    }

    /**
     * Of an answer.
     *
     * @param at      when it came, or was decided
     * @param account the id of its message; 0 if it is none's
     * @param passed  its id among those that nobody was told of; 0 if it is none of them
     */
    private record Line(Instant at, long account, long passed, Told told) {
    }

    /** Where an answer begins: only what has a lesser id, and is of that kind. */
    private record Cursor(long account, long passed) {
        static Cursor of(String after) {
            if (after != null && !after.matches("\\d{1,18}-\\d{1,18}")) {
                throw Query.wrong("after", "is not what an answer said as next");
            }
            String[] ids = after == null ? null : after.split("-");
            return ids == null ? new Cursor(ALL, ALL) : new Cursor(Long.parseLong(ids[0]), Long.parseLong(ids[1]));
        }

        Cursor behind(Line line) {
            return line.account == 0 ? new Cursor(account, line.passed) : new Cursor(line.account, passed);
        }

        @Override
        public String toString() {
            return account + "-" + passed;
        }
    }

    /**
     * What a robot knows of it.
     *
     * @param state  told, waits, silenced, parked, dropped, or untold
     * @param at     since when that is so; null if it waits, or is untold
     * @param events how many it was told of in one message
     * @param why    null if it was told
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Robot(String robot, String state, String at, Integer events, String why) {
    }

    /**
     * JSON: {@code clientid}; {@code events}, the latest first; {@code next}.
     *
     * @param filters the query of the URL: {@code clientid}, {@code most}, {@code after}
     * @throws IllegalArgumentException with a sentence that names what is wrong
     */
    public String list(@Variable("filters") String filters) throws SQLException, JsonProcessingException {
        Map<String, String> asked = Query.of(filters, List.of("clientid", "most", "after"), Query.UNASKED);
        String client = asked.get("clientid");
        if (client == null) {
            throw Query.wrong("clientid", "is missing: ask /told?clientid=pump-1");
        }
        int most = Query.number("most", asked.get("most"), MOST, USUAL);
        Cursor cursor = Cursor.of(asked.get("after"));
        Deque<Line> told = new ArrayDeque<>();
        for (Account account : outbox.accounts(Subject.client(client), cursor.account(), most + 1)) {
            told.add(new Line(account.message().receivedAt(), account.id(), 0, told(account)));
        }
        Gone gone = context.getRegistry().lookupByNameAndType("gone", Gone.class);
        Deque<Line> passed = gone.passed(client, cursor.passed(), most + 1).stream().map(this::untold)
                .collect(Collectors.toCollection(ArrayDeque::new));
        List<Told> events = new ArrayList<>();
        while (events.size() < most && !(told.isEmpty() && passed.isEmpty())) {
            Line line = passed.isEmpty() || !told.isEmpty() && !told.peek().at().isBefore(passed.peek().at())
                    ? told.remove() : passed.remove();
            events.add(line.told());
            cursor = cursor.behind(line);
        }
        return JSON.writeValueAsString(new Answer(client, events, told.isEmpty() && passed.isEmpty() ? null
                : cursor.toString())) + "\n";
    }

    private Line untold(PassedOver one) {
        return new Line(one.decided(), 0, one.id(), new Told(time(one.at()), one.outcome(), one.reason(), null, null,
                one.node(), List.of(), UNTOLD.get(one.outcome())));
    }

    private Told told(Account account) throws SQLException {
        Message message = account.message();
        Map<String, String> facets = message.facets();
        List<Robot> robots = new ArrayList<>();
        for (Delivery delivery : account.deliveries()) {
            robots.add(new Robot(delivery.outbox(), delivery.outcome(), time(delivery.at()), delivery.outcome()
                    .equals("told") ? delivery.size() : null, why(delivery)));
        }
        Set<String> addressed = robots.stream().map(Robot::robot).collect(Collectors.toSet());
        robots().on().stream().filter(robot -> !addressed.contains(robot)).forEach(robot -> robots.add(new Robot(robot,
                "untold", null, null, ENDS.contains(message.kind()) ? "it was not told of the loss"
                : "its filter in 6-notify said no, or it was off")));
        return new Told(time(message.time()), what(message.kind()), facets.get("reason"), facets.get("class"),
                Severity.of(message.priority()).toString(), facets.get("node"), robots, null);
    }

    private String why(Delivery delivery) throws SQLException {
        return switch (delivery.outcome()) {
            case "told" -> null;
            case "waits" -> robots().sentence(delivery.outbox());
            case "silenced" -> silences.story(delivery.silence());
            case "parked" -> "the platform refused it for good: GET /parked";
            default -> "the platform refused it for good, and what was parked of it is deleted";
        };
    }

    private Robots robots() {
        return context.getRegistry().lookupByNameAndType("robots", Robots.class);
    }

    private static String what(String kind) {
        return kind.equals(Event.DISCONNECTED) ? "lost" : kind.startsWith("client.")
                ? kind.substring("client.".length()) : kind;
    }

    private String time(Instant time) {
        return time == null ? null : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.truncatedTo(ChronoUnit.MILLIS)
                .atZone(zone));
    }
}
