package io.disconnectalerts.bench;

import java.nio.charset.StandardCharsets;

/** Abnormal disconnects as EMQX's rule row tells them, every one of another client. */
final class Events {
    private static final String[] REASONS = {"tcp_closed", "keepalive_timeout", "ssl_closed", "kicked", "etimedout"};

    private Events() {
    }

    static byte[] event(String run, int number) {
        long now = System.currentTimeMillis();
        return ("{\"event\":\"client.disconnected\",\"reason\":\"" + REASONS[number % REASONS.length]
                + "\",\"clientid\":\"" + clientid(run, number)
                + "\",\"username\":\"factory-" + number % 20 + "\",\"peername\":\"10.20." + number / 250 % 250 + "."
                + number % 250 + ":52911\","
                + "\"sockname\":\"172.20.0.5:1883\",\"proto_name\":\"MQTT\",\"proto_ver\":5,"
                + "\"disconn_props\":{\"User-Property\":{}},"
                + "\"disconnected_at\":" + now + ",\"connected_at\":" + (now - 3_600_000)
                + ",\"client_attrs\":{},\"timestamp\":" + now
                + ",\"node\":\"emqx@172.20.0." + number % 3 + "\",\"metadata\":{\"rule_id\":\"client_offline_alert\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** That the same client is there. */
    static byte[] connected(String run, int number) {
        long now = System.currentTimeMillis();
        return ("{\"event\":\"client.connected\",\"clientid\":\"" + clientid(run, number)
                + "\",\"username\":\"factory-" + number % 20 + "\",\"peername\":\"10.20." + number / 250 % 250 + "."
                + number % 250 + ":52912\",\"sockname\":\"172.20.0.5:1883\",\"proto_name\":\"MQTT\",\"proto_ver\":5,"
                + "\"connected_at\":" + now + ",\"timestamp\":" + now
                + ",\"node\":\"emqx@172.20.0." + number % 3 + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    static String clientid(String run, int number) {
        return run + "-" + String.format("%07d", number);
    }
}
