package io.disconnectalerts.cli;

import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.bundle.SettingException;
import io.disconnectalerts.event.ClientEvent.Timing;
import io.disconnectalerts.event.ClientEvent;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes sample events through everything an operator may have edited. */
@Command(name = "check",
        description = "Checks settings, routes, rules, templates and kamelets, and that every robot's wording holds its keyword. "
                + "Sends nothing, stores nothing, needs no token.")
public final class CheckCommand implements Callable<Integer> {
    private static final List<String> REASONS = List.of("normal", "kicked", "keepalive_timeout", "a-reason-no-rule-names");
    /** Velocity writes what it does not know as it stands. */
    private static final Pattern REFERENCE = Pattern.compile("\\$!?\\{?[A-Za-z][A-Za-z.]*}?");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Optional<String>> findings = new LinkedHashMap<>();
        try (Rehearsal rehearsal = Rehearsal.of(false)) {
            findings.put("settings", Optional.empty());
            findings.put("routes", rules(rehearsal));
            rehearsal.robots().forEach(robot -> samples(robot).forEach((template, batch) ->
                    findings.put("robot " + robot + ", " + template, wording(rehearsal, robot, batch))));
            rehearsal.notes().forEach(note -> out.println("note   " + note));
            if (rehearsal.on().isEmpty()) {
                out.println("note   no robot is on yet: one needs a token before the program starts");
            }
        }
        findings.forEach((what, wrong) -> out.println(wrong.map(why -> "wrong  " + what + ": " + why).orElse("ok     " + what)));
        return findings.values().stream().allMatch(Optional::isEmpty) ? 0 : 1;
    }

    private static Optional<String> rules(Rehearsal rehearsal) throws Exception {
        for (String reason : REASONS) {
            Rehearsal.Heard heard = rehearsal.hear(("{\"clientid\":\"sample\",\"reason\":\"" + reason + "\"}").getBytes(StandardCharsets.UTF_8), "");
            if (heard.failure() != null || heard.decisions().size() != 1) {
                return Optional.of("the reason " + reason + " is not decided: "
                        + (heard.failure() == null ? heard.refused() : SettingException.sentence(heard.failure())));
            }
        }
        return Optional.empty();
    }

    /** A batch for every template. */
    private static Map<String, Batch> samples(String robot) {
        Instant now = Instant.now();
        List<Message> many = new ArrayList<>();
        for (int i = 0; i < Batch.LISTED; i++) {
            many.add(Alert.message(new ClientEvent("sample-" + i, "user", "kicked", "10.0.0.1:50000", "10.0.0.1", "1883", "emqx@10.0.0.2",
                    now, Timing.SAID, now, Map.of(), "sample-" + i), "removed warning"));
        }
        Map<String, List<Batch.Count>> facets = Map.of("reason", List.of(new Batch.Count("kicked", many.size())),
                "node", List.of(new Batch.Count("emqx@10.0.0.2", many.size())));
        Map<String, Batch> samples = new LinkedHashMap<>();
        samples.put("alert", new Batch(0, robot, 1, false, now, now, now, false, many.subList(0, 1), Map.of()));
        samples.put("digest", new Batch(0, robot, many.size(), false, now, now, now, false, many, facets));
        samples.put("plain", new Batch(0, robot, many.size(), true, now, now, now, false, many, facets));
        samples.put("test", SendTestCommand.batch(robot));
        return samples;
    }

    /** What is wrong with a robot's words for the batch. */
    private static Optional<String> wording(Rehearsal rehearsal, String robot, Batch batch) {
        Rehearsal.Said said = rehearsal.tell(robot, batch);
        if (said.failure() != null) {
            return Optional.of(SettingException.sentence(said.failure()));
        }
        if (said.request() == null) {
            return Optional.of("nothing is sent to the platform");
        }
        Matcher reference = REFERENCE.matcher(said.request());
        if (reference.find()) {
            return Optional.of(reference.group() + " means nothing");
        }
        return rehearsal.settings().find(robot + ".keyword").filter(keyword -> !said.request().contains(keyword))
                .map(keyword -> robot + ".keyword=" + keyword + " does not stand in it, so the robot would drop the message");
    }
}
