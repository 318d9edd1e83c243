package io.disconnectalerts.broker;

import java.io.IOException;

/** A real MQTT broker on 127.0.0.1, on a port of its own that it keeps over restarts. */
public interface Broker extends AutoCloseable {

    /** Returns when connections are accepted. */
    void start() throws IOException;

    /** Ends in order; what is kept is there again after {@link #start}. */
    void stop();

    int port();

    default String url() {
        return "tcp://127.0.0.1:" + port();
    }

    /** Stops and removes everything. */
    @Override
    void close() throws IOException;
}
