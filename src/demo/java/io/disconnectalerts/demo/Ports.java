package io.disconnectalerts.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The two ports a visitor uses. */
record Ports(int page, int mqtt) {

    static final String HOME = "127.0.0.1";
    private static final List<String> LOOPBACKS = List.of(HOME, "::1");
    /** Where a second host may seem to be: macOS has only the first of 127.0.0.0/8, Docker often no IPv6. */
    private static final List<String> ELSEWHERE = List.of("127.0.0.2", "::1");

    /**
     * What a visitor reads at once, before Maven fetches and builds the rest: this file alone is run from its source.
     */
    public static void main(String[] pageAndMqtt) {
        new Ports(Integer.parseInt(pageAndMqtt[0]), Integer.parseInt(pageAndMqtt[1])).orEnd();
        System.out.println("Building disconnect-alerts; the first time, Maven fetches 200 MB and says nothing "
                + "meanwhile ...");
    }

    /** Ends the program, with a sentence for each port that is taken. */
    void orEnd() {
        List<String> taken = taken();
        if (!taken.isEmpty()) {
            taken.forEach(System.err::println);
            System.exit(1);
        }
    }

    /** One sentence for every port that somebody else has. */
    private List<String> taken() {
        List<String> sentences = new ArrayList<>();
        if (!free(mqtt)) {
            sentences.add(("Port %d is taken, and the demo's MQTT broker needs it: end what listens there"
                    + " (perhaps another broker), or add -Ddemo.mqtt.port=1884.").formatted(mqtt));
        }
        if (!free(page)) {
            sentences.add(("Port %d is taken, and the demo's page needs it: end what listens there,"
                    + " or add -Ddemo.port=8081.").formatted(page));
        }
        return sentences;
    }

    /** What {@code localhost} may stand for on this machine. */
    static List<String> loopbacks() {
        return LOOPBACKS.stream().filter(address -> opens(0, address)).toList();
    }

    /** Another address of this machine, from which a client seems to be another host; the same if there is none. */
    static String elsewhere() {
        return ELSEWHERE.stream().filter(address -> opens(0, address)).findFirst().orElse(HOME);
    }

    static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean free(int port) {
        return loopbacks().stream().allMatch(address -> opens(port, address));
    }

    private static boolean opens(int port, String address) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (IOException unavailable) {
            return false;
        }
    }
}
