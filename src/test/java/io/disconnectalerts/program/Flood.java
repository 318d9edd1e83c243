package io.disconnectalerts.program;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sends the events {@code c-0}, {@code c-1} ... at a steady rate, over the kills of the program that takes them. */
interface Flood extends AutoCloseable {

    /** The program is there: send until so many have been offered. */
    void flow(int upTo);

    /** How many events have been offered so far. */
    int offered();

    /** Whether all of these were offered and acknowledged: whoever offers has no copy any more. */
    boolean done();

    @Override
    void close();

    static Set<String> clients(int events) {
        return IntStream.range(0, events).mapToObj(Flood::client).collect(Collectors.toSet());
    }

    static String client(int number) {
        return "c-" + number;
    }

    static String event(int number) {
        return event(number, "keepalive_timeout");
    }

    static String event(int number, String reason) {
        return """
                {"event":"client.disconnected","clientid":"%s","username":"u","reason":"%s",\
                "peername":"10.0.%d.%d:4000",\
                "node":"emqx@10.9.8.7","connected_at":1699990000000,"disconnected_at":%d}"""
                .formatted(client(number), reason, number / 250 % 250, number % 250, 1_700_000_000_000L + number);
    }
}
