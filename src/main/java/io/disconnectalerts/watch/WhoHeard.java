package io.disconnectalerts.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.alert.Severity;
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
import java.util.ArrayList;
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
    private static final String CLIENT = "client:";
    /** Told to whoever was told of the loss, and to nobody else. */
    private static final Set<String> ENDS = Set.of("client.back", "client.steady", "client.still_gone");
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
     * @param what lost, back, flapping, twins, steady, still_gone, or an event's name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Told(String at, String what, String reason, @JsonProperty("class") String rule, String severity,
            String node, List<Robot> robots) {
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
        Map<String, String> asked = Query.of(filters, "clientid|most|after",
                "is nothing that can be asked: clientid, most and after are");
        String client = asked.get("clientid");
        if (client == null) {
            throw Query.wrong("clientid", "is missing: ask /told?clientid=pump-1");
        }
        int most = Query.number("most", asked.get("most"), MOST, USUAL);
        List<Account> accounts = outbox.accounts(CLIENT + client, below(asked.get("after")), most + 1);
        List<Told> events = new ArrayList<>();
        for (Account account : accounts.subList(0, Math.min(most, accounts.size()))) {
            events.add(told(account));
        }
        return JSON.writeValueAsString(new Answer(client, events, accounts.size() <= most ? null
                : Long.toString(accounts.get(most - 1).id()))) + "\n";
    }

    private static long below(String after) {
        if (after != null && !after.matches("\\d{1,18}")) {
            throw Query.wrong("after", "is not what an answer said as next");
        }
        return after == null ? Long.MAX_VALUE : Long.parseLong(after);
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
                Severity.values()[message.priority()].toString(), facets.get("node"), robots);
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
        return context.getRegistry().findSingleByType(Robots.class);
    }

    private static String what(String kind) {
        return kind.equals("client.disconnected") ? "lost" : kind.startsWith("client.")
                ? kind.substring("client.".length()) : kind;
    }

    private String time(Instant time) {
        return time == null ? null : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.truncatedTo(ChronoUnit.MILLIS)
                .atZone(zone));
    }
}
