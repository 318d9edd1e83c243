package io.disconnectalerts.bench;

import io.disconnectalerts.broker.Mosquitto;
import io.disconnectalerts.follow.DueQuery;
import io.disconnectalerts.vendors.VendorServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What it costs to know devices' pasts. */
final class Pasts {
    private static final int WAITING = 1_000_000;
    private static final int STORM = 100_000;
    private static final int FLEET = 10_000;
    private static final int RATE = 5_000;
    private static final Pattern HEAD = Pattern.compile(".*?设备(离线|恢复)告警(?:（(\\d+) 条）)?.*");
    private static final Pattern BACK_AGAIN = Pattern.compile("其中 (\\d+) 台已恢复");
    private static final String REMEMBERED = "SELECT count(*) FROM subject";
    private static final String NEWEST = "SELECT coalesce(max(rowid), 0) FROM subject";

    private Pasts() {
    }

    private static Program program(Mosquitto broker, Map<String, String> settings, String grace) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("MQTT_URL", "tcp://127.0.0.1:" + broker.port());
        return new Program(true, Bench.JAVA, List.of(), all, grace);
    }

    /** Connects of clients nobody knows. */
    static void connected() throws Exception {
        try (Mosquitto broker = Bench.broker(); Program program = program(broker, Map.of(), "");
                MqttLoad load = new MqttLoad(broker.port())) {
            int events = RATE * Bench.SECONDS;
            paced(load, events, RATE, number -> Events.connected("warm", number));
            Bench.until(Duration.ofSeconds(30), () -> program.number(REMEMBERED) >= events);
            double before = Machine.cpu(program.pid());
            paced(load, events, RATE, number -> Events.connected("new", number));
            Bench.until(Duration.ofSeconds(30), () -> program.number(REMEMBERED) >= 2 * events);
            Bench.row("CPU-seconds per 10,000 connects of unknown clients at 5,000/s", String.format("%.2f",
                    (Machine.cpu(program.pid()) - before) * 10_000 / events), String.format("%,d remembered of %,d",
                    program.number(REMEMBERED), 2 * events));
        }
    }

    /** A fleet that is well is forgotten. */
    static void well() throws Exception {
        try (Mosquitto broker = Bench.broker(); Program program = program(broker,
                Map.of("FOLLOW_MEMORY_M", "1", "FLAP_WINDOW_M", "1"), "");
                MqttLoad load = new MqttLoad(broker.port())) {
            paced(load, FLEET, RATE, number -> Events.connected("well", number));
            Bench.until(Duration.ofSeconds(30), () -> program.number(REMEMBERED) >= FLEET);
            long began = System.nanoTime();
            Bench.until(Duration.ofMinutes(4), () -> program.number(REMEMBERED) == 0);
            Bench.row("a fleet of 10,000 that is well, with follow.memory-m=1", String.format("%,d rows after %.0f s",
                    program.number(REMEMBERED), (System.nanoTime() - began) / 1e9), "memory and a minute at most");
        }
    }

    /** Losses in grace: what is due has to be found among them, and others have to be taken. */
    static void waiting() throws Exception {
        double none;
        try (Mosquitto broker = Bench.broker(); Program program = program(broker, Map.of(), "");
                MqttLoad load = new MqttLoad(broker.port())) {
            rate(program, load, "warm", STORM);
            none = rate(program, load, "told", STORM);
        }
        try (Mosquitto broker = Bench.broker(); Program program = program(broker, Map.of(), " after 2h");
                MqttLoad load = new MqttLoad(broker.port())) {
            rate(program, load, "warm", STORM);
            long few = Machine.memory(program.pid(), "VmRSS");
            rate(program, load, "fill", Math.max(0, WAITING - 2 * STORM));
            double many = rate(program, load, "many", STORM);
            Bench.row(String.format("%,d waiting in grace", program.number("SELECT count(*) FROM held")),
                    String.format("due ones found in %.3f ms, receiving %,.0f events/s, told at once %,.0f",
                            DueQuery.median(program.store()), many, none),
                    String.format("resident %d MB, with %,d waiting %d MB", Machine.memory(program.pid(), "VmRSS"),
                            STORM, few));
        }
    }

    private static double rate(Program program, Load load, String run, int events) throws Exception {
        long before = program.number(NEWEST);
        long began = System.nanoTime();
        for (int sent = 0; sent < events; sent++) {
            load.send(Events.event(run, sent));
            if (sent % 2_000 == 0) {
                load.flush();
                while (before + sent - program.number(NEWEST) > 20_000) {
                    Machine.pause(5);
                }
            }
        }
        load.flush();
        Bench.until(Duration.ofSeconds(60), () -> program.number(NEWEST) >= before + events);
        return events / ((System.nanoTime() - began) / 1e9);
    }

    /** Every device of a storm is back within a minute, and each group reads the end of all that it read. */
    static void back() throws Exception {
        try (Mosquitto broker = Bench.broker(); Program program = program(broker, Map.of(), "");
                MqttLoad load = new MqttLoad(broker.port())) {
            long began = System.nanoTime();
            paced(load, STORM, 10_000, number -> Events.event("storm", number));
            paced(load, STORM, RATE, number -> Events.connected("storm", number));
            Bench.until(Duration.ofMinutes(4), () -> program.vendors.stream().allMatch(group ->
                    sum(group).ended() >= STORM));
            double seconds = (System.nanoTime() - began) / 1e9;
            String blips = program.metrics().lines().filter(line -> line.startsWith("alerts_blips_total"))
                    .map(line -> line.replaceAll(".* ", "")).findFirst().orElse("no");
            for (VendorServer group : program.vendors) {
                Sum sum = sum(group);
                Bench.row("a storm of 100,000 that is back, " + group.getClass().getSimpleName().replace("Server", ""),
                        String.format("%d messages, ends of %,d losses within %.0f s", group.messages().size(),
                                sum.ended(), seconds),
                        String.format("%,d read as gone, of these %,d as back already, then %,d as back; %s blips",
                                sum.gone(), sum.already(), sum.back(), blips));
            }
        }
    }

    /** What a group read of clients: how many are gone, how many of those are back already, and how many are back. */
    private record Sum(long gone, long already, long back) {
        long ended() {
            return already + back;
        }
    }

    private static Sum sum(VendorServer group) {
        long[] counts = new long[3];
        group.messages().forEach(message -> {
            Matcher head = HEAD.matcher(message.text().lines().findFirst().orElse(""));
            if (head.matches()) {
                counts[head.group(1).equals("离线") ? 0 : 2] +=
                        head.group(2) == null ? 1 : Long.parseLong(head.group(2));
            }
            Matcher already = BACK_AGAIN.matcher(message.text());
            if (already.find()) {
                counts[1] += Long.parseLong(already.group(1));
            }
        });
        return new Sum(counts[0], counts[1], counts[2]);
    }

    private static void paced(Load load, int events, int perSecond, IntFunction<byte[]> event)
            throws Exception {
        long began = System.nanoTime();
        for (int i = 0; i < events; i++) {
            long due = began + i * 1_000_000_000L / perSecond;
            if (System.nanoTime() < due) {
                load.flush();
                Machine.pause(1);
            }
            load.send(event.apply(i));
        }
        load.flush();
    }
}
