package io.disconnectalerts.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What EMQX says besides disconnects, as its rule publishes it: pretended, since this broker is none. */
final class OtherEvents implements AutoCloseable {

    private static final int ALARM_S = 7;
    private static final String CLIENT = "sensor-17";

    private final ClientEvents events;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(step -> {
        Thread thread = new Thread(step, "alarm");
        thread.setDaemon(true);
        return thread;
    });

    OtherEvents(ClientEvents events) {
        this.events = events;
    }

    /** Says that the broker is too busy, and some seconds later that this is over. */
    String alarm() {
        long begin = System.currentTimeMillis() * 1000;
        events.publish(alarm("alarm.activated", begin));
        later.schedule(() -> {
            Map<String, Object> end = alarm("alarm.deactivated", begin);
            end.put("deactivated_at", System.currentTimeMillis() * 1000);
            events.publish(end);
        }, ALARM_S, TimeUnit.SECONDS);
        return "high_cpu_usage";
    }

    private static Map<String, Object> alarm(String event, long begin) {
        Map<String, Object> row = row(event);
        row.put("name", "high_cpu_usage");
        row.put("message", "92% cpu usage");
        row.put("activated_at", begin);
        return row;
    }

    String refuse() {
        return client("client.connack", Map.of("reason_code", "bad_username_or_password"));
    }

    String drop() {
        return client("message.dropped", Map.of("reason", "no_subscribers", "topic", "t/temperature", "qos", 1));
    }

    String missDelivery() {
        return client("delivery.dropped", Map.of("reason", "queue_full", "topic", "cmd/" + CLIENT, "qos", 1,
                "from_clientid", "panel-1"));
    }

    String subscribe() {
        return client("session.subscribed", Map.of("topic", "cmd/" + CLIENT + "/#", "qos", 1));
    }

    private String client(String event, Map<String, Object> fields) {
        Map<String, Object> row = row(event);
        row.put("clientid", CLIENT);
        row.put("username", "workshop-3");
        row.put("peername", "127.0.0.1:50000");
        row.putAll(fields);
        events.publish(row);
        return CLIENT;
    }

    private static Map<String, Object> row(String event) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("event", event);
        row.put("timestamp", System.currentTimeMillis());
        row.put("node", ClientWatch.NODE);
        return row;
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
