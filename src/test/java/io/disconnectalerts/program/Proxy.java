package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that asks who comes, forwards plain requests one connection each, and opens no tunnel. */
final class Proxy implements AutoCloseable {
    private static final String PASS = "Proxy-Authorization: Basic ";

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final String pass;

    /** @param user {@code user:password} */
    Proxy(String user) throws IOException {
        pass = Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
        Thread thread = new Thread(this::serve, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return door.getLocalPort();
    }

    /** The request lines of those it let in. */
    List<String> asked() {
        return asked;
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket client = door.accept()) {
                answer(client);
            } catch (IOException gone) {
                // The next one.
            }
        }
    }

    private void answer(Socket client) throws IOException {
        String head = head(client.getInputStream());
        String[] lines = head.split("\r\n");
        int length = List.of(lines).stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
        byte[] body = client.getInputStream().readNBytes(length);
        if (List.of(lines).stream().noneMatch(line -> line.equals(PASS + pass))) {
            say(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"");
            return;
        }
        asked.add(lines[0]);
        if (lines[0].startsWith("CONNECT ")) {
            say(client, "502 Bad Gateway");
            return;
        }
        URI target = URI.create(lines[0].split(" ")[1]);
        try (Socket robot = new Socket(target.getHost(), target.getPort())) {
            String path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
            OutputStream out = robot.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: " + target.getAuthority()
                    + "\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + length + "\r\n\r\n").getBytes(ISO_8859_1));
            out.write(body);
            robot.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("it said nothing");
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    private static void say(Socket client, String status) throws IOException {
        client.getOutputStream().write(
                ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
