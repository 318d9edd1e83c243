package io.disconnectalerts.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.broker.Mosquitto;
import io.disconnectalerts.vendors.Received;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that are pasted with white space, line breaks and what has no width around them work all the same. */
class PastedSettingsIT {
    private static final String PASSWORD = " begins and ends with a space ";

    @TempDir
    private Path folder;

    @Test
    void everybodyWhoUsesASettingGetsItClean() throws Exception {
        String passwords = "password_file " + passwords();
        try (Groups groups = Groups.open(); Mosquitto broker = Mosquitto.with("allow_anonymous false", passwords)) {
            groups.dingtalk().secret("SEC-1");
            groups.feishu().secret("SEC-2");
            Program program = new Program(folder).unpack("application.properties");
            write(Map.of("dingtalk.token", groups.dingtalk().token(), "feishu.token", groups.feishu().token(),
                    "feishu.secret", "SEC-2", "mqtt.url", "tcp://127.0.0.1:9 , " + broker.url(),
                    "alerts.language", "en", "wecom.per-minute", "0"));
            groups.robots().forEach((robot, vendor) -> program.set(robot + ".url", " " + vendor.url() + "\r\n"));
            program.set("wecom.token", "\n\t" + groups.wecom().token() + " \n").set("dingtalk.secret", "SEC-1\r\n")
                    .set("http.token", " abc\n").set("mqtt.username", "me\n").set("mqtt.password", PASSWORD + "\n")
                    .set("database.url", " jdbc:sqlite:" + folder.resolve("here.db") + "\n");
            Program.Ended check = program.run("", "check");
            assertEquals(0, check.code(), check.out() + check.err());
            try (program) {
                program.start();
                HttpRequest.Builder event = program.request("/events").POST(BodyPublishers.ofString(Flood.event(0)));
                assertEquals(202, send(program, event).statusCode());
                groups.robots().forEach((robot, vendor) -> await(robot).until(() -> vendor.messages().size() == 1));
                Received sent = groups.wecom().received().get(0);
                assertEquals("/cgi-bin/webhook/send?key=" + groups.wecom().token(), sent.target());
                assertTrue(sent.message().text().startsWith("Device offline"), sent::body);
                await("the broker").until(() -> send(program, program.request("/observe/metrics"))
                        .body().contains("\nalerts_entrance_up{entrance=\"mqtt\"} 1.0"));
                assertTrue(Files.exists(folder.resolve("here.db")));
            }
        }
    }

    private static HttpResponse<String> send(Program program, HttpRequest.Builder request) throws IOException {
        return program.send(request.header("Authorization", "Bearer abc"));
    }

    /** As an editor shows nothing of it: no-break spaces, zero-width spaces and trailing blanks. */
    private void write(Map<String, String> settings) throws IOException {
        Path file = folder.resolve("application.properties");
        String text = Files.readString(file);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String line = setting.getKey() + "=\\u200B" + setting.getValue() + "\\u00A0  ";
            text = text.replaceFirst("(?m)^" + setting.getKey() + "=.*$", Matcher.quoteReplacement(line));
        }
        Files.writeString(file, text);
    }

    private Path passwords() throws Exception {
        Path file = Files.createFile(folder.resolve("passwords"));
        Process writes = new ProcessBuilder("mosquitto_passwd", "-b", file.toString(), "me", PASSWORD).start();
        assertEquals(0, writes.waitFor());
        return file;
    }
}
