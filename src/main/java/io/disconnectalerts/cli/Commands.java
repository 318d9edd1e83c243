package io.disconnectalerts.cli;

import io.disconnectalerts.app.BundleMain;
import io.disconnectalerts.app.Composition;
import io.disconnectalerts.app.LiveEdit;
import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.log.Logging;
import io.disconnectalerts.log.SecretMask;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine;

/** Runs the bundle: the routes, kamelets, templates and settings of the working directory, or those of the jar. */
@Command(name = "disconnect-alerts", scope = ScopeType.INHERIT, mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "1:something is wrong, and a line says what",
                "2:the command line is not understood"},
        subcommands = {TryCommand.class, CheckCommand.class, SendTestCommand.class},
        description = "Tells WeCom, DingTalk and Feishu which MQTT device dropped off, and why. Without a command it "
        + "runs until it is stopped.",
        footer = "%nEvery setting stands in application.properties; an environment variable overrides it: mqtt.url is "
        + "MQTT_URL.")
public final class Commands {

    /** Returns the exit code. */
    public static int run(String[] arguments) {
        // Camel looks for an environment variable in the locale's capitals, and in Turkish those of feishu are not
        // FEISHU.
        Locale.setDefault(Locale.ROOT);
        PrintWriter err = utf8(System.err);
        return arguments.length == 0 ? run(err) : commandLine(utf8(System.out), err).execute(arguments);
    }

    /** Whatever the machine's locale is. */
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** Without the command line, which would be a tenth of a start; returns the exit code. */
    private static int run(PrintWriter err) {
        try {
            Logging.to("System.out", "WARN", Bundle.settings());
            BundleMain camel = new BundleMain(new Composition());
            camel.addMainListener(new LiveEdit());
            camel.run();
            return camel.getExitCode();
        } catch (Exception failed) {
            err.println("disconnect-alerts does not start: " + SecretMask.mask(Failure.sentence(failed)));
            return 1;
        }
    }

    /**
     * @param out where commands write
     * @param err where trouble goes
     */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Commands()).setOut(out).setErr(err)
                .setExecutionExceptionHandler((failed, line, parsed) -> {
            line.getErr().println("wrong: " + SecretMask.mask(Failure.sentence(failed)));
            return 1;
        });
    }

    /** As the jar's manifest says it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Commands.class.getPackage().getImplementationVersion();
            return new String[] {"disconnect-alerts " + Objects.requireNonNullElse(version, "unpackaged")};
        }
    }
}
