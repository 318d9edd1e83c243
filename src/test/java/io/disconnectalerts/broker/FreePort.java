package io.disconnectalerts.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of 127.0.0.1 that nobody else of this build gets before this process ends: several processes run tests at
 * once, and a port that one bound and closed again the system may give to another. It lies below those that Linux gives
 * to port 0.
 */
public final class FreePort {
    private static final Path FOLDER = Path.of("target", "ports");
    /** A file stays locked as long as its channel is open, and that is as long as the process lives. */
    private static final Map<Integer, FileChannel> TAKEN = new HashMap<>();

    private FreePort() {
    }

    public static synchronized int take() {
        try {
            Files.createDirectories(FOLDER);
            while (true) {
                int port = ThreadLocalRandom.current().nextInt(10_000, 32_768);
                if (!TAKEN.containsKey(port) && locked(port) && unbound(port)) {
                    return port;
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean locked(int port) throws IOException {
        FileChannel file = FileChannel.open(FOLDER.resolve("" + port), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        TAKEN.put(port, file);
        return file.tryLock() != null;
    }

    private static boolean unbound(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException bound) {
            return false;
        }
    }
}
