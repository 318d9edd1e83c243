package io.disconnectalerts.cli;

import io.disconnectalerts.app.FullCheck;
import io.disconnectalerts.bundle.Bundle;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes sample events through everything an operator may have edited. */
@Command(name = "check",
        description = "Checks settings, brokers, routes, rules, templates and kamelets, and that every robot's "
                + "wording holds its keyword. Sends nothing, stores nothing, needs no token.")
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.println("bundle: " + Bundle.sources());
        FullCheck check = FullCheck.run();
        check.notes().forEach(note -> out.println("note   " + note));
        check.parts().forEach(part -> out.println((part.well() ? "ok     " : "wrong  ") + part.what()));
        return check.wrong().isEmpty() ? 0 : 1;
    }
}
