package io.disconnectalerts.cli;

import io.disconnectalerts.alert.Severity;
import io.disconnectalerts.app.Rehearsal;
import io.disconnectalerts.app.Story;
import io.disconnectalerts.app.Trail;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.event.Event;
import io.disconnectalerts.event.Reading;
import io.disconnectalerts.event.Subject;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.outbox.Copies;
import io.disconnectalerts.outbox.Message;
import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.words.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what would become of an event, and what each robot would say of it. */
@Command(name = "try",
        description = "Shows what would become of an event: class, severity, the rule that decided, who would hear "
                + "it, and what exactly each platform would be sent. Of several, in an array or one a line, it tells "
                + "the story: what would be told when, and why not. Sends nothing, keeps nothing, needs no token.")
public final class TryCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "EVENT", description = "A file with what the broker sends, or - for "
            + "standard input.")
    private String event;
    @Option(names = "--topic", paramLabel = "TOPIC", defaultValue = "",
            description = "The MQTT topic it comes by; $SYS topics say what happened, and to whom.")
    private String topic;

    @Option(names = "--broker", paramLabel = "BROKER",
            description = "Reads it as this broker's, a file under brokers, whatever it looks like.")
    private String broker;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        byte[] input = input();
        try (Rehearsal rehearsal = Rehearsal.of(false, broker)) {
            List<Story.Moment> story = rehearsal.story(input, topic);
            if (!story.isEmpty()) {
                return print(rehearsal, story, out) ? 0 : 1;
            }
            Rehearsal.Heard heard = rehearsal.hear(input, topic);
            if (heard.failure() != null) {
                throw heard.failure();
            }
            if (heard.refused() != null) {
                throw new SettingException("it would be refused and parked: " + heard.refused());
            }
            if (heard.decisions().isEmpty()) {
                out.println("ignored: an event that brokers send too, and that is nobody's alarm");
            }
            boolean well = true;
            for (Trail.Decision decision : heard.decisions()) {
                well &= print(rehearsal, decision, out);
            }
            return well ? 0 : 1;
        }
    }

    private byte[] input() {
        try {
            return event.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(event));
        } catch (IOException unreadable) {
            throw new SettingException(event + " cannot be read: " + unreadable);
        }
    }

    private boolean print(Rehearsal rehearsal, List<Story.Moment> story, PrintWriter out) {
        Set<String> critical = new HashSet<>();
        Iterator<Trail.Decision> decisions = rehearsal.decisions().iterator();
        ZoneId zone = ZoneId.of(rehearsal.settings().get("alerts.zone"));
        boolean well = true;
        for (Story.Moment moment : story) {
            if (moment.at() != null) {
                out.println("at         " + moment.at().atZone(zone).format(TIME));
            }
            Trail.Decision decision = moment.reading() instanceof Event ? decisions.next() : null;
            if (decision != null) {
                well &= print(decision, out);
            } else if (moment.reading() instanceof Reading.Unreadable input) {
                out.println("refused    and parked: " + input.reason());
                well = false;
            } else if (moment.reading() != null) {
                out.println("ignored    an event that brokers send too, and that is nobody's alarm");
            }
            moment.decisions().forEach(made -> out.println("device     " + made));
            if (moment.told().isEmpty()) {
                out.println("told to    nobody");
            }
            if (decision != null) {
                printFilters(decision, out);
            }
            for (Copies told : moment.told()) {
                SortedSet<String> robots = new TreeSet<>(told.byOutbox().keySet());
                out.println("told to    " + hear(rehearsal, robots));
                if (!isUrgent(told.any(), critical)) {
                    printQuiet(rehearsal, robots, moment.at(), out);
                }
                String robot = robots.first();
                well &= print(rehearsal.tell(robot, told.any()), robot, out);
            }
            out.println();
        }
        return well;
    }

    /** @param critical what is gone, and was told as critical: its return does not wait either */
    private static boolean isUrgent(Message told, Set<String> critical) {
        boolean urgent = told.priority() >= Message.CRITICAL;
        return urgent ? critical.add(told.subject()) || urgent
                : told.kind().matches(".*\\.(back|steady|deactivated)") && critical.remove(told.subject());
    }

    /** Whose quiet hours keep it. */
    private static void printQuiet(Rehearsal rehearsal, Set<String> robots, Instant at, PrintWriter out) {
        robots.forEach(robot -> rehearsal.quiet(robot, at).ifPresent(end -> out.println("not yet    " + robot
                + ", which waits until " + end + " (quiet hours of " + robot + ")")));
    }

    private boolean print(Trail.Decision decision, PrintWriter out) {
        String subject = decision.event().subject();
        out.printf("%-10s %s%n", Subject.family(subject), Platform.WECOM.text(Subject.id(subject), 128));
        out.println("event      " + decision.event().name());
        if (broker != null) {
            out.println("broker     " + broker);
            out.println("at         " + decision.event().at());
            decision.event().fields().forEach((name, value) ->
                    out.println("field      " + Platform.WECOM.text(name + "=" + value, 128)));
        }
        out.println("reason     " + Platform.WECOM.text(decision.event().reason(), 64));
        out.println("class      " + decision.verdict().rule());
        out.println("severity   " + decision.verdict().severity());
        out.println("rule       " + decision.rule()
                + (decision.undecided() == null ? "" : ": it cannot decide: " + decision.undecided()));
        return decision.well();
    }

    /** Which filter kept a robot from being told, and which could not decide. */
    private static void printFilters(Trail.Decision decision, PrintWriter out) {
        decision.broken().forEach((robot, why) -> out.println("filter     of " + robot + ": it cannot decide: " + why));
        if (!decision.verdict().quiet()) {
            decision.kept().forEach((robot, question) -> out.println("not told   " + robot + ", whose filter asks "
                    + question));
        }
    }

    private boolean print(Rehearsal rehearsal, Trail.Decision decision, PrintWriter out) {
        boolean well = print(decision, out);
        out.println("told to    " + hear(rehearsal, decision.addressed().keySet())
                + (decision.addressed().isEmpty() || decision.verdict().grace().isZero() ? ""
                : ", unless it is back within " + decision.verdict().grace().toSeconds() + " s"));
        if (decision.verdict().severity() != Severity.CRITICAL) {
            printQuiet(rehearsal, decision.addressed().keySet(), decision.event().at(), out);
        }
        printFilters(decision, out);
        for (var addressed : decision.addressed().entrySet()) {
            well &= print(rehearsal.tell(addressed.getKey(), addressed.getValue()), addressed.getKey(), out);
        }
        return well;
    }

    private static String hear(Rehearsal rehearsal, Set<String> robots) {
        return robots.isEmpty() ? "nobody" : robots.stream().map(robot -> hears(rehearsal, robot))
                .collect(Collectors.joining(", "));
    }

    private static String hears(Rehearsal rehearsal, String robot) {
        return rehearsal.on().contains(robot) ? robot : robot + " (off: " + Settings.turnsOn(robot) + " turns it on)";
    }

    private static boolean print(Rehearsal.Said said, String robot, PrintWriter out) {
        out.println();
        out.println(robot);
        out.println(said.failure() == null ? SecretMask.mask(said.request()) : "wrong: "
                + Failure.sentence(said.failure()));
        return said.failure() == null;
    }
}
