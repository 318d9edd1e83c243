package io.disconnectalerts.emqx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs {@code emqx/setup.sh} as an operator does, and sees to it that no secret is ever printed. */
final class SetupScript {
    static final String TOKEN = "tok&en/0~1+2=";
    static final String RECEIVER = "http://10.0.0.5:8080";

    private SetupScript() {}

    /** @param changed environment variables that differ from those of a good run; an empty one is unset */
    static Shell setup(String url, Map<String, String> changed, String... arguments) throws Exception {
        var environment = new HashMap<>(Map.of(
                "EMQX_URL", url,
                "EMQX_API_KEY", PretendEmqx.KEY,
                "EMQX_API_SECRET", PretendEmqx.SECRET,
                "RECEIVER_URL", RECEIVER,
                "HTTP_TOKEN", TOKEN));
        environment.putAll(changed);
        environment.values().removeIf(String::isEmpty);
        var command = new ArrayList<String>(List.of("setup.sh"));
        command.addAll(List.of(arguments));
        var run = Shell.bash(environment, command.toArray(String[]::new));
        for (var secret : List.of(PretendEmqx.KEY, PretendEmqx.SECRET, TOKEN)) {
            assertFalse((run.out() + run.err()).contains(secret), run::toString);
        }
        return run;
    }

    static Shell setup(PretendEmqx emqx, String... arguments) throws Exception {
        return setup(emqx.url(), Map.of(), arguments);
    }

    static void assertDone(Shell run) {
        assertEquals(0, run.exit(), run::toString);
        assertEquals("", run.err());
    }

    static void assertRefused(Shell run, String sentence) {
        assertTrue(run.exit() != 0, run::toString);
        assertTrue(run.err().startsWith("setup.sh: ") && run.err().contains(sentence), run::toString);
        assertEquals(1, run.err().lines().count(), run::err);
        assertEquals("", run.out());
    }
}
