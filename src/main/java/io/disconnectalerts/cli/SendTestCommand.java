package io.disconnectalerts.cli;

import io.disconnectalerts.app.Rehearsal;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.delivery.DeliveryFailure;
import io.disconnectalerts.log.SecretMask;
import io.disconnectalerts.settings.SettingException;
import io.disconnectalerts.settings.Settings;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has every robot say one message that is labelled as a test. */
@Command(name = "send-test",
        description = "Sends one message, labelled as a test, to each robot that is on, and prints the platform's "
                + "answer, what to mend, and whether this machine's clock is off. "
                + "It goes past the outbox: it stores nothing and waits for no quota.")
public final class SendTestCommand implements Callable<Integer> {
    private static final int LONGEST_ANSWER = 300;

    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "ROBOT", arity = "0..*", description = "Only these robots; without any, all that are on.")
    private List<String> robots = List.of();
    @Option(names = "--mention", description = "Calls whomever the robot's mention settings name; else a test calls "
            + "nobody.")
    private boolean mention;

    @Override
    public Integer call() {
        try (Rehearsal rehearsal = Rehearsal.sending(mention)) {
            Collection<String> asked = robots.isEmpty() ? rehearsal.on() : robots;
            if (asked.isEmpty()) {
                throw new SettingException("no robot is on: set "
                        + String.join(" or ", rehearsal.robots().stream().map(Settings::turnsOn).toList()));
            }
            boolean well = true;
            for (String robot : asked) {
                if (!rehearsal.on().contains(robot)) {
                    throw new SettingException("robot " + robot
                            + (rehearsal.robots().contains(robot)
                            ? " is off: " + Settings.turnsOn(robot) + " turns it on"
                            : " is none that a route delivers to"));
                }
                well &= print(robot, rehearsal.tell(robot, Rehearsal.test(robot)), rehearsal.settings());
            }
            return well ? 0 : 1;
        }
    }

    private boolean print(String robot, Rehearsal.Said said, Settings settings) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(robot + (said.failure() == null ? " accepted it" : " did not accept it"));
        if (mention && Settings.isWebhook(robot)) {
            out.println("  mention  nobody: a webhook calls nobody, what it gets says how severe it is");
        } else if (mention && Stream.of("critical", "warning").allMatch(severity ->
                settings.find(robot + ".mention." + severity).orElse("").isEmpty())) {
            out.println("  mention  nobody: " + robot + ".mention.critical and " + robot
                    + ".mention.warning are empty");
        }
        if (said.answer() != null) {
            String line = SecretMask.mask(said.answer()).replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ");
            out.println("  answer   " + line.substring(0, Math.min(line.length(), LONGEST_ANSWER)));
        }
        if (said.clock().notable()) {
            String good = Settings.isWebhook(robot) ? "five minutes as a rule" : "an hour";
            out.println("  clock    " + said.clock().sentence(receiver(robot))
                    + (settings.find(robot + ".secret").orElse("").isEmpty() ? "" : "; a signature is good for "
                    + good));
        }
        if (said.failure() != null) {
            out.println("  trouble  " + SecretMask.mask(Failure.sentence(said.failure())));
            out.println("  mend     " + mend(robot, said.failure(), settings));
        }
        return said.failure() == null;
    }

    private static String mend(String robot, Exception failure, Settings settings) {
        if (failure instanceof DeliveryFailure.Blocked blocked) {
            return settings.mend(robot, blocked.setting()).said();
        } else if (failure instanceof DeliveryFailure.RetryAfter later) {
            return "nothing; " + receiver(robot) + " wants to be left alone for " + later.pause().toSeconds() + " s";
        } else if (failure instanceof DeliveryFailure.Unacceptable) {
            return Settings.isWebhook(robot) ? "the receiver, which refuses the JSON that docs/webhook.md describes"
                    : "templates/words/" + settings.get("alerts.language")
                    + "/test.properties, or the kamelet's envelope";
        } else if (failure instanceof DeliveryFailure.BackOff) {
            String whose = receiver(robot) + "'s";
            return "what " + whose + " documentation says of this answer; or " + robot
                    + ".url or proxy.url, if it is not " + whose;
        }
        return "the way to " + settings.get(robot + ".url") + ", or proxy.url; or " + receiver(robot)
                + " has trouble of its own, then nothing";
    }

    private static String receiver(String robot) {
        return Settings.isWebhook(robot) ? "the receiver" : "the platform";
    }
}
