package io.disconnectalerts.app;

import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.alert.Daily;
import io.disconnectalerts.alert.RobotTrouble;
import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.alert.Unread;
import io.disconnectalerts.alert.Verdict;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.check.FaultyFilesException;
import io.disconnectalerts.check.SampleEvents;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.outbox.Trouble;
import io.disconnectalerts.parking.UnreadEvents;
import io.disconnectalerts.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What looking through the bundle of the working directory finds, and taking sample events through everything in it
 * that an operator may have edited.
 *
 * @param parts what was looked at, in that order
 * @param notes what is no mistake, and yet worth a look
 */
public record FullCheck(List<Part> parts, List<String> notes) {
    private static final List<String> REASONS =
            List.of("normal", "kicked", "keepalive_timeout", "a-reason-no-rule-names");
    /** Velocity writes what it does not know as it stands. */
    private static final Pattern REFERENCE = Pattern.compile("\\$!?\\{?[A-Za-z][A-Za-z.]*}?");

    /**
     * @param well whether nothing is wrong with it
     * @param what its name, and what is wrong with it
     */
    public record Part(boolean well, String what) {
    }

    /** Loads the bundle, and has nothing sent or stored. */
    public static FullCheck run() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(false)) {
            List<Part> parts = new ArrayList<>();
            parts.add(part("settings", Optional.empty()));
            parts.add(part("routes", rules(rehearsal)));
            rehearsal.robots().forEach(robot -> parts.addAll(words(rehearsal, robot)));
            List<String> notes = new ArrayList<>(rehearsal.notes());
            if (rehearsal.on().isEmpty()) {
                notes.add("no robot is on yet: one needs a token before the program starts");
            }
            return new FullCheck(parts, notes);
        } catch (FaultyFilesException faulty) {
            return new FullCheck(faulty.findings().stream().map(finding -> wrong(finding.toString())).toList(),
                    List.of());
        } catch (RuntimeException failed) {
            return new FullCheck(List.of(wrong(Failure.sentence(failed))), List.of());
        }
    }

    private static Part part(String what, Optional<String> wrong) {
        return wrong.map(why -> wrong(what + ": " + why)).orElse(new Part(true, what));
    }

    private static Part wrong(String sentence) {
        return new Part(false, SecretMask.mask(sentence));
    }

    /** What is wrong. */
    public List<String> wrong() {
        return parts.stream().filter(part -> !part.well()).map(Part::what).toList();
    }

    private static Optional<String> rules(Rehearsal rehearsal) throws Exception {
        List<String> events = REASONS.stream().map(reason -> "{\"clientid\":\"sample\",\"reason\":\"" + reason + "\"}")
                .toList();
        for (String event : events) {
            Optional<String> wrong = undecided(rehearsal, event, 1);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        if (toldToNobody(rehearsal, events)) {
            return Optional.of("what is not quiet is told to nobody: routes/6-notify.camel.yaml addresses no outbox");
        }
        return undecided(rehearsal, events.toString(), events.size())
                .or(() -> SampleEvents.payloads().stream()
                .flatMap(event -> undecided(rehearsal, event, 1).stream()).findFirst())
                .or(() -> undecided(rehearsal, "{\"event\":\"client.ping\",\"clientid\":\"sample\"}", 0));
    }

    /** A filter that asks of the event may keep all of these from a robot, and not what asks of nothing. */
    private static boolean toldToNobody(Rehearsal rehearsal, List<String> events) {
        List<Trail.Decision> told = new ArrayList<>();
        for (String event : events) {
            rehearsal.hear(event.getBytes(StandardCharsets.UTF_8), "").decisions().stream()
                    .filter(decision -> !decision.verdict().quiet()).forEach(told::add);
        }
        return !told.isEmpty() && told.stream().allMatch(decision ->
                decision.addressed().isEmpty() && decision.kept().isEmpty());
    }

    /** Why an input does not have so many decisions, if it has not. */
    private static Optional<String> undecided(Rehearsal rehearsal, String input, int decisions) {
        Rehearsal.Heard heard = rehearsal.hear(input.getBytes(StandardCharsets.UTF_8), "");
        return heard.decisions().stream().filter(decision -> decision.undecided() != null).findFirst()
                .map(decision -> "rule " + decision.rule() + " cannot decide on " + input + ": " + decision.undecided())
                .or(() -> heard.decisions().stream().flatMap(decision -> decision.broken().entrySet().stream())
                .findFirst().map(broken -> "the filter of " + broken.getKey() + " cannot decide on " + input + ": "
                + broken.getValue()))
                .or(() -> heard.failure() != null ? Optional.of(input + " fails: " + Failure.sentence(heard.failure()))
                        : heard.refused() != null ? Optional.of(input + " is refused: " + heard.refused())
                        : heard.decisions().size() == decisions ? Optional.empty()
                        : Optional.of(input + " is decided " + heard.decisions().size() + " times instead of "
                                + decisions));
    }

    /** A form that lays out every event well is one part; else each event that it does not is. */
    private static List<Part> words(Rehearsal rehearsal, String robot) {
        Map<String, List<Part>> faults = new LinkedHashMap<>();
        samples(robot, rehearsal.settings()).forEach((sample, batch) -> {
            List<Part> ofForm = faults.computeIfAbsent(sample.substring(sample.lastIndexOf(' ') + 1),
                    form -> new ArrayList<>());
            wording(rehearsal, robot, batch).map(why -> wrong("robot " + robot + ", " + sample + ": " + why))
                    .ifPresent(ofForm::add);
        });
        return faults.entrySet().stream().flatMap(form -> form.getValue().isEmpty()
                ? Stream.of(new Part(true, "robot " + robot + ", " + form.getKey())) : form.getValue().stream())
                .toList();
    }

    /** A batch for every form, and with every event. */
    private static Map<String, Batch> samples(String robot, Settings settings) {
        Instant now = Instant.now();
        Map<String, Batch> samples = new LinkedHashMap<>();
        SampleEvents.all().forEach(event -> {
            Message message = Alert.message(event, new Verdict("sample", Severity.WARNING));
            List<Message> many = Collections.nCopies(Batch.LISTED, message);
            Map<String, List<Batch.Count>> facets = new TreeMap<>();
            message.facets().forEach((name, value) -> facets.put(name, List.of(new Batch.Count(value, many.size()))));
            String of = event.name().equals(Event.DISCONNECTED) ? "" : event.name() + " ";
            samples.put(of + "alert",
                    new Batch(0, robot, 1, 0, false, now, now, now, false, false, List.of(message), Map.of()));
            samples.put(of + "digest",
                    new Batch(0, robot, many.size(), 1, false, now, now, now, false, true, many, facets));
            samples.put(of + "plain",
                    new Batch(0, robot, many.size(), 1, true, now, now, now, false, true, many, facets));
        });
        samples.put("test", Rehearsal.test(robot));
        if (settings.get("parked.tell").equals("true")) {
            Message unread = Unread.message(new UnreadEvents(12, now, "it is not JSON", 9, now));
            samples.put("unread", of(robot, List.of(unread)));
        }
        if (!settings.get("daily.at").isEmpty()) {
            Message daily = new Daily("", "it is down", Map.of(robot, "it is blocked"), true, 7, 9, 2, 1)
                    .message(now, now);
            samples.put("daily", of(robot, List.of(daily)));
        }
        Message blocked = RobotTrouble.blocked(new Trouble(robot, now, "token", "it is unknown", true, List.of()),
                robot + ".token", "it is unknown", 7, now);
        samples.put("robot.blocked alert", of(robot, List.of(blocked)));
        samples.put("robot.blocked digest", of(robot, List.of(blocked, blocked)));
        return samples;
    }

    private static Batch of(String robot, List<Message> messages) {
        Message first = messages.get(0);
        return new Batch(0, robot, messages.size(), 0, false, first.time(), first.time(), first.time(), false, false,
                messages, Map.of());
    }

    /** What is wrong with a robot's words for the batch. */
    private static Optional<String> wording(Rehearsal rehearsal, String robot, Batch batch) {
        Rehearsal.Said said = rehearsal.tell(robot, batch);
        if (said.failure() != null) {
            return Optional.of(Failure.sentence(said.failure()));
        }
        if (said.request() == null) {
            return Optional.of("nothing is sent to the platform");
        }
        Matcher reference = REFERENCE.matcher(said.request());
        if (reference.find()) {
            return Optional.of(reference.group() + " means nothing");
        }
        boolean needed = (rehearsal.on().isEmpty() || rehearsal.on().contains(robot))
                && (!batch.kind().contains(".") || batch.kind().equals(Event.DISCONNECTED));
        return rehearsal.settings().find(robot + ".keyword")
                .filter(keyword -> needed && !said.request().contains(keyword))
                .map(keyword -> robot + ".keyword=" + keyword
                        + " does not stand in it, so the robot would drop the message");
    }
}
