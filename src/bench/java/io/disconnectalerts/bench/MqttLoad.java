package io.disconnectalerts.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/** A publisher of MQTT 3.1.1, QoS 1, that costs next to nothing: the packets are written by hand. */
final class MqttLoad implements Load {
    private static final int WINDOW = 1_000;
    private static final byte[] TOPIC = "alerts/clients/disconnected".getBytes(StandardCharsets.UTF_8);

    private final Socket socket;
    private final DataOutputStream out;
    private final Semaphore room = new Semaphore(WINDOW);
    private int id;

    MqttLoad(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        out.write(new byte[] {0x10, 17, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 5, 'b', 'e', 'n', 'c', 'h'});
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readFully(new byte[4]);
        Thread reader = new Thread(() -> read(in));
        reader.setDaemon(true);
        reader.start();
    }

    private void read(DataInputStream in) {
        try {
            byte[] puback = new byte[4];
            while (true) {
                in.readFully(puback);
                room.release();
            }
        } catch (IOException closed) {
            room.release(WINDOW);
        }
    }

    @Override
    public void send(byte[] event) throws Exception {
        if (!room.tryAcquire()) {
            flush();
            room.acquire();
        }
        id = id % 65_535 + 1;
        int length = 2 + TOPIC.length + 2 + event.length;
        ByteArrayOutputStream header = new ByteArrayOutputStream(5);
        header.write(0x32);
        for (int left = length; left > 0; left >>= 7) {
            header.write(left > 127 ? left & 127 | 128 : left);
        }
        out.write(header.toByteArray());
        out.writeShort(TOPIC.length);
        out.write(TOPIC);
        out.writeShort(id);
        out.write(event);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
