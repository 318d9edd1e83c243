package io.disconnectalerts.demo;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A process of its own that ends another one when its standard input closes, which happens however its parent ends. */
final class Leash {

    private static final int PATIENCE_S = 10;

    private Leash() {
    }

    /** @param arguments the other's process id */
    public static void main(String[] arguments) throws Exception {
        ProcessHandle held = ProcessHandle.of(Long.parseLong(arguments[0])).orElse(null);
        if (held == null) {
            return;
        }
        held.onExit().thenRun(() -> Runtime.getRuntime().halt(0));
        waitForTheEnd();
        held.destroy();
        try {
            held.onExit().get(PATIENCE_S, TimeUnit.SECONDS);
        } finally {
            held.destroyForcibly();
        }
    }

    private static void waitForTheEnd() throws IOException {
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }
}
