package io.disconnectalerts.outbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** The way of one process to PostgreSQL, where any one request of its writer can be held up; the driver makes one. */
public final class Wire extends SocketFactory {
    private static final Map<String, Hold> HOLDS = new ConcurrentHashMap<>();

    private final String process;

    public Wire(String process) {
        this.process = process;
    }

    /** The database's URL for the process of that name. */
    static String url(String url, String process) {
        return url + "&socketFactory=" + Wire.class.getName() + "&socketFactoryArg=" + process;
    }

    /** From now on so many requests of the process pass, and the next does not. */
    static Hold hold(String process, int passing) {
        Hold hold = new Hold(new AtomicInteger(passing), new CountDownLatch(1), new CountDownLatch(1));
        HOLDS.put(process, hold);
        return hold;
    }

    record Hold(AtomicInteger passing, CountDownLatch reached, CountDownLatch released) {
        void release() {
            released.countDown();
        }

        private void pass() throws IOException {
            if (Thread.currentThread().getName().equals("store-writer") && passing.getAndDecrement() == 0) {
                reached.countDown();
                try {
                    released.await();
                } catch (InterruptedException stopped) {
                    throw new IOException(stopped);
                }
            }
        }
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public OutputStream getOutputStream() throws IOException {
                return new FilterOutputStream(super.getOutputStream()) {
                    @Override
                    public void write(byte[] bytes, int from, int count) throws IOException {
                        Hold hold = HOLDS.get(process);
                        if (hold != null) {
                            hold.pass();
                        }
                        out.write(bytes, from, count);
                    }
                };
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress here, int from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress here, int from) {
        throw new UnsupportedOperationException();
    }
}
