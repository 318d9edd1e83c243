package io.disconnectalerts.demo;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The devices of the page, and what a visitor does to them. */
final class Devices implements AutoCloseable {

    static final int MOST_AT_ONCE = 8;
    private static final int FLEET = 5_000;
    private static final int CONNECTING_AT_ONCE = 200;
    private static final int SPARE_FILES = 600;
    private static final int FIGHT_ROUNDS = 6;
    private static final int KEEP_ALIVE_S = 3;
    private static final int FLEET_KEEP_ALIVE_S = 120;
    private static final List<String> KINDS = List.of("press", "pump", "oven", "robot", "meter");

    /** @param state connected, silent, or guest: a visitor's own client */
    record Shown(String clientid, String state) {}

    /** @param work fight or fleet, empty when there is none; {@code done} of {@code all} devices or rounds are connected */
    record Progress(String work, int done, int all) {
        static final Progress NONE = new Progress("", 0, 0);
    }

    private final int port;
    private final DemoBroker broker;
    private final Map<String, Device> devices = Collections.synchronizedMap(new LinkedHashMap<>());
    private final AtomicInteger named = new AtomicInteger();
    private final AtomicInteger herds = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(step -> {
        Thread thread = new Thread(step, "visitor");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Progress progress = Progress.NONE;

    Devices(int port, DemoBroker broker) {
        this.port = port;
        this.broker = broker;
    }

    int port() {
        return port;
    }

    /** The page's own devices, then the clients that visitors connected themselves. */
    List<Shown> shown() {
        List<Shown> shown = new ArrayList<>();
        synchronized (devices) {
            devices.values().forEach(device -> shown.add(new Shown(device.clientid(), device.silent() ? "silent" : "connected")));
        }
        broker.guests().stream().limit(MOST_AT_ONCE).forEach(guest -> shown.add(new Shown(guest, "guest")));
        return shown;
    }

    Progress progress() {
        return progress;
    }

    /** The others do their deed to the named device, else to the first that is connected, else to a new one, and say which it was. */
    Device connect() {
        if (devices.size() >= MOST_AT_ONCE) {
            throw new Refusal("enough-devices");
        }
        int number = named.incrementAndGet();
        String clientid = "%s-%02d".formatted(KINDS.get((number - 1) % KINDS.size()), number);
        return connect(new Device.Identity(clientid, "workshop-3", true, KEEP_ALIVE_S, true)).join();
    }

    String kick(String clientid) {
        String kicked = broker.guests().contains(clientid) ? clientid : chosen(clientid).clientid();
        broker.kick(kicked);
        return kicked;
    }

    String pullPlug(String clientid) {
        Device device = chosen(clientid);
        device.pullPlug();
        return device.clientid();
    }

    String fallSilent(String clientid) {
        Device device = chosen(clientid);
        device.fallSilent();
        return device.clientid();
    }

    String sayGoodbye(String clientid) {
        Device device = chosen(clientid);
        device.sayGoodbye();
        return device.clientid();
    }

    /** Two devices were given the same client id: each comes back and throws the other out, one with a clean start, one without. */
    String fight() {
        String clientid = "twin-%02d".formatted(herds.incrementAndGet());
        work(() -> {
            Device last = null;
            for (int round = 0; round <= FIGHT_ROUNDS; round++) {
                progress = new Progress("fight", round, FIGHT_ROUNDS);
                last = connect(new Device.Identity(clientid, round % 2 == 0 ? "line-1" : "line-2", round % 2 == 0, KEEP_ALIVE_S, true)).join();
                TimeUnit.MILLISECONDS.sleep(600);
            }
            last.sayGoodbye();
        });
        return clientid;
    }

    /** Connects thousands, then closes all their sockets. Their arrivals would stand in the broker's queue before what the visitor waits for. */
    String cutFleet() {
        int size = fleetSize();
        int herd = herds.incrementAndGet();
        work(() -> {
            List<Device> fleet = Collections.synchronizedList(new ArrayList<>(size));
            List<CompletableFuture<Device>> all = new ArrayList<>(size);
            Semaphore room = new Semaphore(CONNECTING_AT_ONCE);
            for (int i = 1; i <= size; i++) {
                room.acquire();
                String clientid = "tracker-%d-%04d".formatted(herd, i);
                String username = i % 25 == 0 ? "fleet-south" : "fleet-north";
                all.add(Device.connect(port, new Device.Identity(clientid, username, true, FLEET_KEEP_ALIVE_S, false)).whenComplete((device, failed) -> {
                    room.release();
                    if (device != null) {
                        fleet.add(device);
                    }
                }));
                if (i % 50 == 0) {
                    progress = new Progress("fleet", fleet.size(), size);
                }
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).handle((done, failed) -> done).get(20, TimeUnit.SECONDS);
            progress = new Progress("fleet", fleet.size(), size);
            TimeUnit.MILLISECONDS.sleep(600);
            List.copyOf(fleet).forEach(Device::pullPlug);
        });
        return String.valueOf(size);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    /** As many as the limit on open files allows; a device takes two, its own end and the broker's. */
    private static int fleetSize() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
            long room = unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() - SPARE_FILES;
            return (int) Math.max(10, Math.min(FLEET, room / 2));
        }
        return FLEET;
    }

    private interface Work {
        void run() throws Exception;
    }

    private void work(Work work) {
        if (!busy.compareAndSet(false, true)) {
            throw new Refusal("busy");
        }
        worker.execute(() -> {
            try {
                work.run();
            } catch (Exception failed) {
                System.err.println("The devices could not do that: " + failed);
            } finally {
                progress = Progress.NONE;
                busy.set(false);
            }
        });
    }

    private Device chosen(String clientid) {
        if (broker.guests().contains(clientid)) {
            throw new Refusal("guest");
        }
        Device device = devices.get(clientid);
        if (device == null) {
            synchronized (devices) {
                device = devices.values().stream().filter(any -> !any.silent()).findFirst().orElse(null);
            }
        }
        return device == null ? connect() : device;
    }

    private CompletableFuture<Device> connect(Device.Identity identity) {
        return Device.connect(port, identity).thenApply(device -> {
            devices.put(identity.clientid(), device);
            device.onGone(() -> devices.remove(identity.clientid(), device));
            return device;
        });
    }
}
