package io.disconnectalerts.collector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Takes traces on 127.0.0.1 as an OpenTelemetry collector does: OTLP over HTTP, protobuf, not compressed. */
public final class Collector implements AutoCloseable {
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong count = new AtomicLong();
    private final boolean keep;
    private final HttpServer server;

    /** @param keep false: spans are counted only */
    public Collector(boolean keep) throws IOException {
        this.keep = keep;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            count.addAndGet(Span.of(request).size());
            if (keep) {
                requests.add(request);
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** The value of {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** As they came over the wire. */
    public List<byte[]> requests() {
        return requests;
    }

    public List<Span> spans() {
        return requests.stream().flatMap(request -> Span.of(request).stream()).toList();
    }

    public long count() {
        return count.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
