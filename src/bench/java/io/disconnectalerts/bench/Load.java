package io.disconnectalerts.bench;

/** A way to send events that are acknowledged when they are committed, or, over MQTT, when the broker has them. */
interface Load extends AutoCloseable {

    /** Sends one, waiting while too many are not acknowledged. */
    void send(byte[] event) throws Exception;

    void flush() throws Exception;

    @Override
    void close() throws java.io.IOException;
}
