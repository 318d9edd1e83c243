package io.disconnectalerts.bench;

import io.disconnectalerts.broker.Mosquitto;
import io.disconnectalerts.collector.Collector;
import io.disconnectalerts.outbox.Slices;
import io.disconnectalerts.vendors.Fault;
import io.disconnectalerts.vendors.Received;
import io.disconnectalerts.vendors.VendorServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the packaged program against a real broker and the pretend vendors, and prints a table. Every event is
 * abnormal, distinct, and told to three robots. Arguments choose figures: mqtt http full latency hang cpu storm start
 * memory million tracing connected well waiting back parts.
 */
public final class Bench {
    private static final List<String> ALL =
            List.of("start", "memory", "latency", "quiet", "hang", "cpu", "mqtt", "http", "full", "storm", "million",
            "tracing", "connected", "well", "waiting", "back", "parts");
    private static final Pattern COUNT = Pattern.compile("(\\d+) 条");
    private static final int WARM = 100_000;
    static final int SECONDS = Integer.getInteger("bench.seconds", 60);
    static final String JAVA =
            System.getProperty("bench.java", Path.of(System.getProperty("java.home"), "bin", "java").toString());

    /** Where figures go that are to be compared; null where they are printed as they come. */
    static BiConsumer<String, String> rows;

    private Bench() {
    }

    public static void main(String[] arguments) throws Exception {
        System.out.printf("%d cores, %s, %s, %d s a figure%n%n", Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/proc/cpuinfo")).lines().filter(line -> line.startsWith("model name"))
                .findFirst().orElse("").replaceFirst(".*: ", ""),
                new String(new ProcessBuilder(JAVA, "-version").redirectErrorStream(true).start().getInputStream()
                        .readAllBytes()).lines().findFirst().orElse(""),
                SECONDS);
        String against = System.getProperty("bench.against", "");
        System.out.println(against.isBlank() ? "| figure | reached | beside it |\n|---|---|---|"
                : "| figure | " + against + " | this build | its share of that, least to most |\n|---|---|---|---|");
        for (String figure : arguments.length == 0 || arguments[0].isBlank() ? ALL
                : Arrays.asList(arguments[0].split(","))) {
            if (against.isBlank()) {
                measure(figure);
            } else {
                Comparison.of(Path.of(against), Integer.getInteger("bench.rounds", 3), () -> measure(figure));
            }
        }
        System.exit(0);
    }

    private static void measure(String figure) throws Exception {
        switch (figure) {
            case "mqtt" -> mqtt();
            case "http" -> http();
            case "full" -> full();
            case "latency" -> latency();
            case "quiet" -> quiet();
            case "hang" -> hang();
            case "cpu" -> cpu();
            case "storm" -> storm();
            case "start" -> start();
            case "memory" -> memory();
            case "million" -> million();
            case "tracing" -> tracing();
            case "connected" -> Pasts.connected();
            case "well" -> Pasts.well();
            case "waiting" -> Pasts.waiting();
            case "back" -> Pasts.back();
            case "parts" -> org.openjdk.jmh.Main.main(new String[] {"io.disconnectalerts.*"});
            default -> throw new IllegalArgumentException(figure + " is none of " + ALL);
        }
    }

    static void row(String figure, String reached, String beside) {
        if (rows == null) {
            System.out.println("| " + figure + " | " + reached + " | " + beside + " |");
        } else {
            rows.accept(figure, reached);
        }
    }

    static Mosquitto broker() throws Exception {
        return Mosquitto.with("max_inflight_messages 32", "set_tcp_nodelay true");
    }

    private static Program program(boolean quota, Mosquitto broker) throws Exception {
        return program(quota, broker, Map.of());
    }

    private static Program program(boolean quota, Mosquitto broker, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(more);
        if (broker != null) {
            settings.put("MQTT_URL", "tcp://127.0.0.1:" + broker.port());
        }
        return new Program(quota, JAVA, List.of(), settings);
    }

    private static void mqtt() throws Exception {
        try (Mosquitto broker = broker(); Program program = program(true, broker);
                MqttLoad load = new MqttLoad(broker.port())) {
            warm(program, load);
            sustained("sustained MQTT -> committed and acknowledged", program, load, broker.pid());
        }
    }

    private static void http() throws Exception {
        http("the same over HTTP, 8 connections, pipelined", "normal");
    }

    /** What it costs that no power cut loses a commit. */
    private static void full() throws Exception {
        http("over HTTP with database.synchronous=full", "full");
    }

    private static void http(String figure, String synchronous) throws Exception {
        try (Program program = new Program(true, JAVA, List.of(), Map.of("DATABASE_SYNCHRONOUS", synchronous));
                HttpLoad load = new HttpLoad(program.port)) {
            warm(program, load);
            sustained(figure, program, load, 0);
        }
    }

    private static void warm(Program program, Load load) throws Exception {
        stream(program, load, "warm", sent -> sent < WARM);
        until(Duration.ofSeconds(60), () -> program.committed() >= WARM);
    }

    private static void sustained(String figure, Program program, Load load, long broker) throws Exception {
        long before = program.committed();
        double[] cpu = {Machine.cpu(program.pid()), Machine.cpu(Machine.self()), broker == 0 ? 0 : Machine.cpu(broker)};
        long began = System.nanoTime();
        long end = began + SECONDS * 1_000_000_000L;
        stream(program, load, "sustained", sent -> System.nanoTime() < end);
        double seconds = (System.nanoTime() - began) / 1e9;
        long events = program.committed() - before;
        row(figure, String.format("%,.0f events/s, %.2f CPU-seconds per ten thousand", events / seconds,
                (Machine.cpu(program.pid()) - cpu[0]) * 10_000 / events),
                String.format("CPU-seconds besides: generator and vendors %.1f, broker %.1f",
                (Machine.cpu(Machine.self()) - cpu[1]) * 10_000 / events,
                broker == 0 ? 0 : (Machine.cpu(broker) - cpu[2]) * 10_000 / events));
    }

    /** Sends while there is more to send, and stays 20,000 ahead of what is committed. */
    private static void stream(Program program, Load load, String run, IntPredicate more) throws Exception {
        long before = program.committed();
        for (int sent = 0; more.test(sent); sent++) {
            load.send(Events.event(run, sent));
            if (sent % 2_000 == 0) {
                load.flush();
                while (before + sent - program.committed() > 20_000 && more.test(sent)) {
                    Machine.pause(5);
                }
            }
        }
        load.flush();
    }

    private static void latency() throws Exception {
        try (Mosquitto broker = broker(); Program program = program(false, broker);
                MqttLoad load = new MqttLoad(broker.port())) {
            arrivals("published -> arrived at the robot, 60 told events/s", program.vendors, load);
        }
    }

    /** What a robot that never answers costs the two others. */
    private static void hang() throws Exception {
        for (boolean hangs : List.of(false, true)) {
            try (Mosquitto broker = broker(); Program program = program(false, broker);
                    MqttLoad load = new MqttLoad(broker.port())) {
                if (hangs) {
                    program.vendors.get(0).fail(new Fault.Hang(false));
                }
                arrivals(hangs ? "the same at two robots while the third hangs" : "the same at two robots of three",
                        program.vendors.subList(1, 3), load);
            }
        }
    }

    private static void arrivals(String figure, List<VendorServer> vendors, Load load) throws Exception {
        int warm = 60 * Math.min(SECONDS, 20);
        paced(load, "warm", warm, 60);
        long[] sent = paced(load, "lat", 60 * SECONDS, 60);
        until(Duration.ofSeconds(20), () -> vendors.stream().allMatch(vendor -> told(vendor) >= warm + sent.length));
        List<Double> delays = new ArrayList<>();
        Pattern client = Pattern.compile("lat-(\\d{7})");
        for (VendorServer vendor : vendors) {
            for (Received received : vendor.received()) {
                Matcher matcher = client.matcher(received.body());
                while (matcher.find()) {
                    delays.add((nanos(received.at()) - sent[Integer.parseInt(matcher.group(1))]) / 1e6);
                }
            }
        }
        delays.sort(null);
        row(figure, String.format("p50 %.1f ms, p99 %.1f ms", delays.get(delays.size() / 2),
                delays.get(delays.size() * 99 / 100)),
                String.format("%,d arrivals, longest %.1f ms", delays.size(), delays.get(delays.size() - 1)));
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    /** Sends at a steady rate; returns when each was sent, in ns since 1970. */
    private static long[] paced(Load load, String run, int events, int perSecond) throws Exception {
        long[] sent = new long[events];
        long began = System.nanoTime();
        for (int i = 0; i < events; i++) {
            long due = began + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sent[i] = nanos(Instant.now());
            load.send(Events.event(run, i));
            load.flush();
        }
        return sent;
    }

    private static void cpu() throws Exception {
        cpu("CPU-seconds per 10,000 events at 1,000/s", Map.of());
    }

    /** What reaches the collector is counted, because the exporter drops what it cannot send in time. */
    private static void tracing() throws Exception {
        try (Collector collector = new Collector(false)) {
            cpu("the same with tracing.enabled",
                    Map.of("TRACING_ENABLED", "true", "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()));
            row("spans that reached the collector", String.format("%,d", collector.count()), "of some 10 an event");
        }
    }

    private static void cpu(String figure, Map<String, String> settings) throws Exception {
        try (Mosquitto broker = broker(); Program program = program(false, broker, settings);
                MqttLoad load = new MqttLoad(broker.port())) {
            warm(program, load);
            paced(load, "settle", 1_000 * SECONDS, 1_000);
            cpu(figure, program, load, 1_000);
        }
    }

    /** The first two minutes are left out: the compiler takes most of them. */
    private static void quiet() throws Exception {
        try (Mosquitto broker = broker(); Program program = program(false, broker);
                MqttLoad load = new MqttLoad(broker.port())) {
            paced(load, "settle", 60 * 120, 60);
            cpu("CPU-seconds per 10,000 events at 60/s, after two minutes", program, load, 60);
        }
    }

    private static void cpu(String figure, Program program, Load load, int perSecond) throws Exception {
        double before = Machine.cpu(program.pid());
        long told = messages(program);
        paced(load, "cpu", perSecond * SECONDS, perSecond);
        double used = Machine.cpu(program.pid()) - before;
        row(figure, String.format("%.1f", used * 10_000 / (perSecond * SECONDS)), messages(program) - told
                + " messages sent, resident " + Machine.memory(program.pid(), "VmRSS") + " MB");
    }

    private static long messages(Program program) {
        return program.vendors.stream().mapToLong(vendor -> vendor.received().size()).sum();
    }

    /** The program meets the storm cold; broker and robots never do, so another program is told something first. */
    private static void storm() throws Exception {
        try (Mosquitto broker = broker(); Program program = program(false, broker);
                MqttLoad load = new MqttLoad(broker.port())) {
            paced(load, "rehearsal", 20_000, 4_000);
            until(Duration.ofSeconds(30), () -> program.vendors.stream().allMatch(vendor -> told(vendor) >= 20_000));
        }
        try (Mosquitto broker = broker(); Program program = program(true, broker);
                MqttLoad load = new MqttLoad(broker.port())) {
            long began = System.currentTimeMillis();
            paced(load, "storm", 100_000, 10_000);
            until(Duration.ofSeconds(60), () -> program.committed() >= 100_000);
            long committed = System.currentTimeMillis() - began;
            until(Duration.ofSeconds(120), () -> program.vendors.stream().allMatch(vendor -> told(vendor) >= 100_000));
            long all = System.currentTimeMillis() - began;
            StringBuilder each = new StringBuilder();
            for (VendorServer vendor : program.vendors) {
                long first = vendor.received().get(0).at().toEpochMilli() - began;
                each.append(String.format("%s %d messages for %,d events, first after %.2f s, %d refused; ",
                        vendor.getClass().getSimpleName().replace("Server", ""),
                        vendor.messages().size(), told(vendor), first / 1000.0, vendor.received()
                        .size() - vendor.messages().size()));
            }
            row("storm of 100,000 in 10 s, quota on", String.format("acknowledged after %.1f s, all accounted for "
                    + "after %.1f s", committed / 1000.0, all / 1000.0),
                    each + "resident at most " + Machine.memory(program.pid(), "VmHWM") + " MB");
        }
    }

    private static void start() throws Exception {
        Path archive = Files.createTempFile("classes", ".jsa");
        Files.delete(archive);
        Starts plain = Starts.of(5, List.of());
        Starts.of(1, Runtime.version().feature() < 19 ? List.of("-XX:ArchiveClassesAtExit=" + archive)
                : List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive));
        Starts archived = Starts.of(5, List.of("-XX:SharedArchiveFile=" + archive));
        Files.deleteIfExists(archive);
        row("start -> ready", String.format("%.1f s, %.1f s with a class-data archive", plain.ready, archived.ready),
                "median of 5 each");
        row("an event as soon as it is ready -> arrived at all three robots", String.format("%.2f s, %.2f s",
                plain.told, archived.told), "likewise");
    }

    /** Medians, in s. */
    private record Starts(double ready, double told) {
        static Starts of(int times, List<String> flags) throws Exception {
            List<Long> ready = new ArrayList<>();
            List<Long> told = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                try (Program program = new Program(false, JAVA, flags, Map.of());
                        HttpLoad load = new HttpLoad(program.port)) {
                    Instant sent = Instant.now();
                    load.send(Events.event("first", i));
                    load.flush();
                    until(Duration.ofSeconds(20), () -> program.vendors.stream()
                            .noneMatch(vendor -> vendor.received().isEmpty()));
                    ready.add(program.start.toMillis());
                    told.add(program.vendors.stream().map(vendor -> vendor.received().get(0).at())
                            .mapToLong(at -> Duration.between(sent, at).toMillis()).max().orElseThrow());
                }
            }
            return new Starts(median(ready), median(told));
        }

        private static double median(List<Long> millis) {
            millis.sort(null);
            return millis.get(millis.size() / 2) / 1000.0;
        }
    }

    private static void memory() throws Exception {
        try (Mosquitto broker = broker(); Program program = program(true, broker)) {
            Machine.pause(10_000);
            row("resident memory idle", Machine.memory(program.pid(), "VmRSS") + " MB", "10 s after the start");
        }
    }

    private static void million() throws Exception {
        try (Mosquitto broker = broker(); Program program = program(true, broker);
                MqttLoad load = new MqttLoad(broker.port())) {
            program.vendors.forEach(VendorServer::offline);
            warm(program, load);
            double empty = rate(program, load, "few", 100_000);
            rate(program, load, "fill", 780_000);
            double full = rate(program, load, "many", 100_000);
            row("one million pending: receiving", String.format("%,.0f events/s, with few pending %,.0f", full, empty),
                    String.format("store %,d MB, resident %d MB", program.diskBytes() >> 20,
                            Machine.memory(program.pid(), "VmRSS")));
        }
        Path folder = Files.createTempDirectory("bench");
        try (Slices slices = new Slices(folder)) {
            double alone = slices.alone();
            row("one million pending: a claim slice",
                    String.format("%.1f ms, with none %.1f ms", slices.among(1_000_000), alone),
                    "5,000 rows, median of 20");
        } finally {
            Program.delete(folder);
        }
    }

    private static double rate(Program program, Load load, String run, int events) throws Exception {
        long before = program.committed();
        long began = System.nanoTime();
        stream(program, load, run, sent -> sent < events);
        until(Duration.ofSeconds(60), () -> program.committed() >= before + events);
        return events / ((System.nanoTime() - began) / 1e9);
    }

    /** The events the group was told of: a digest says how many, a single alert is one. */
    private static long told(VendorServer vendor) {
        return vendor.messages().stream().mapToLong(message -> {
            Matcher digest = COUNT.matcher(message.text().lines().findFirst().orElse(""));
            return digest.find() ? Long.parseLong(digest.group(1)) : 1;
        }).sum();
    }

    static void until(Duration most, BooleanSupplier condition) {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                System.out.println("  (not reached within " + most.toSeconds() + " s)");
                return;
            }
            Machine.pause(10);
        }
    }
}
