package io.disconnectalerts.bench;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** EMQX's HTTP connector: eight connections, each with up to a hundred requests under way. */
final class HttpLoad implements Load {
    private static final int CONNECTIONS = 8;
    private static final int PIPELINE = 100;

    final AtomicLong accepted = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    private final List<Lane> lanes = new ArrayList<>();
    private int next;

    private final class Lane {
        private final Socket socket;
        private final OutputStream out;
        private final Semaphore room = new Semaphore(PIPELINE);

        Lane(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            Thread reader = new Thread(() -> read(in));
            reader.setDaemon(true);
            reader.start();
        }

        private void read(BufferedReader in) {
            try {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith("HTTP/1.1 ")) {
                        (line.startsWith("HTTP/1.1 202") ? accepted : refused).incrementAndGet();
                        room.release();
                    }
                }
            } catch (IOException closed) {
                room.release(PIPELINE);
            }
        }
    }

    HttpLoad(int port) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            lanes.add(new Lane(port));
        }
    }

    @Override
    public void send(byte[] event) throws Exception {
        Lane lane = lanes.get(next++ % CONNECTIONS);
        if (!lane.room.tryAcquire()) {
            flush();
            lane.room.acquire();
        }
        lane.out.write(("POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + event.length
                + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        lane.out.write(event);
    }

    @Override
    public void flush() throws IOException {
        for (Lane lane : lanes) {
            lane.out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        for (Lane lane : lanes) {
            lane.socket.close();
        }
    }
}
