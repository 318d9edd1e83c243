package io.disconnectalerts;

import io.disconnectalerts.app.BundleMain;
import io.disconnectalerts.app.Composition;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.cli.Commands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Checks the bundle of its working directory, or starts it, as often as it is asked: a JVM for every edit would take
 * minutes.
 */
public final class CheckServer {

    private CheckServer() {
    }

    /**
     * Answers each line of standard input with what was printed, and then the exit code.
     *
     * @param port where a start listens
     */
    public static void main(String[] port) throws IOException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String asked = in.readLine(); asked != null; asked = in.readLine()) {
            out.println("exit " + (asked.equals("check") ? Commands.commandLine(out, out).execute("check")
                    : start(out, port[0])));
        }
    }

    private static int start(PrintWriter out, String port) {
        BundleMain camel = new BundleMain(new Composition());
        camel.addOverrideProperty("wecom.token", "x");
        camel.addOverrideProperty("http.port", port);
        try {
            camel.start();
            return 0;
        } catch (RuntimeException refused) {
            out.println(Failure.sentence(refused));
            return 1;
        } finally {
            camel.stop();
        }
    }
}
