package io.disconnectalerts.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network between client and broker that can fall silent: connections stay open, but nothing gets through any more.
 */
public final class Cable implements AutoCloseable {

    private final ServerSocket here = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int there;
    private volatile boolean cut;

    public Cable(int port) throws IOException {
        there = port;
        daemon(this::accept);
    }

    public String url() {
        return "tcp://127.0.0.1:" + here.getLocalPort();
    }

    /** Everything sent from now on is swallowed, in both directions; connects still succeed. */
    public void cut() {
        cut = true;
    }

    /** New connections get through again; those that were cut stay silent. */
    public void mend() {
        sockets.clear();
        cut = false;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = here.accept();
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), there);
            sockets.addAll(List.of(client, broker));
            daemon(() -> copy(client, broker));
            daemon(() -> copy(broker, client));
        }
    }

    private void copy(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8192];
        boolean silent = false;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            silent |= cut || !sockets.contains(from);
            if (!silent) {
                out.write(buffer, 0, n);
            }
        }
        if (!silent) {
            to.close();
        }
    }

    @Override
    public void close() throws IOException {
        here.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                Thread.currentThread().interrupt();
            }
        }, "cable");
        thread.setDaemon(true);
        thread.start();
    }
}
