package io.disconnectalerts.demo;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What takes more than one device and some seconds; one such thing at a time. */
final class Herds implements AutoCloseable {

    private static final int FLEET = 5_000;
    private static final int CONNECTING_AT_ONCE = 200;
    private static final int SPARE_FILES = 600;
    private static final int FIGHT_ROUNDS = 6;
    private static final int DROPS = 6;
    private static final long PAUSE_MS = 600;
    private static final int KEEP_ALIVE_S = 120;

    /** @param work flap, fight, fleet or return, empty for none; {@code done} of {@code all} rounds or devices */
    record Progress(String work, int done, int all) {
        static final Progress NONE = new Progress("", 0, 0);
    }

    private final Devices devices;
    private final AtomicInteger named = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(step -> {
        Thread thread = new Thread(step, "visitor");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Device> fleet = Collections.synchronizedList(new ArrayList<>());
    private volatile Progress progress = Progress.NONE;
    private volatile List<Device.Identity> cut = List.of();

    Herds(Devices devices) {
        this.devices = devices;
    }

    Progress progress() {
        return progress;
    }

    /** How many of the fleet are cut off. */
    int cutOff() {
        return cut.size();
    }

    /** A device whose connection keeps breaking, and holds in the end. */
    String flap(String clientid) {
        Device.Identity identity = devices.chosen(clientid).identity();
        work(() -> {
            for (int round = 1; round <= DROPS; round++) {
                progress = new Progress("flap", round, DROPS);
                devices.chosen(identity.clientid()).pullPlug();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                devices.connect(identity).join();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        });
        return identity.clientid();
    }

    /**
     * Two devices on two hosts were given the same client id: each comes back and throws the other out, one with a
     * clean start, one without.
     */
    String fight() {
        String clientid = "twin-%02d".formatted(named.incrementAndGet());
        String elsewhere = Ports.elsewhere();
        work(() -> {
            Device last = null;
            for (int round = 0; round <= FIGHT_ROUNDS; round++) {
                progress = new Progress("fight", round, FIGHT_ROUNDS);
                last = devices.connect(round % 2 == 0 ? Devices.identity(clientid, "line-1", true, Ports.HOME)
                        : Devices.identity(clientid, "line-2", false, elsewhere)).join();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            last.sayGoodbye();
        });
        return clientid;
    }

    /** Closes the sockets of thousands at once, which are connected first if they are not. */
    String cutFleet() {
        int size = fleet.isEmpty() ? fleetSize() : fleet.size();
        work(() -> {
            try {
                if (fleet.isEmpty()) {
                    connect("fleet", herd(named.incrementAndGet(), size));
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                }
            } finally {
                List<Device> all = List.copyOf(fleet);
                fleet.clear();
                cut = all.stream().map(Device::identity).toList();
                all.forEach(Device::pullPlug);
            }
        });
        return String.valueOf(size);
    }

    /** The fleet has its network again; how many it is. */
    int bringBack() {
        List<Device.Identity> returning = cut;
        if (!returning.isEmpty()) {
            work(() -> {
                cut = List.of();
                connect("return", returning);
            });
        }
        return returning.size();
    }

    private static List<Device.Identity> herd(int number, int size) {
        return IntStream.rangeClosed(1, size).mapToObj(i -> new Device.Identity(
                "tracker-%d-%04d".formatted(number, i), i % 25 == 0 ? "fleet-south" : "fleet-north",
                true, KEEP_ALIVE_S, Ports.HOME)).toList();
    }

    private void connect(String work, List<Device.Identity> herd) throws Exception {
        List<CompletableFuture<Device>> all = new ArrayList<>(herd.size());
        Semaphore room = new Semaphore(CONNECTING_AT_ONCE);
        for (Device.Identity identity : herd) {
            room.acquire();
            all.add(Device.connect(devices.port(), identity).whenComplete((device, failed) -> {
                room.release();
                if (device != null) {
                    fleet.add(device);
                }
            }));
            if (all.size() % 50 == 0) {
                progress = new Progress(work, fleet.size(), herd.size());
            }
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).handle((done, failed) -> done)
                .get(20, TimeUnit.SECONDS);
        progress = new Progress(work, fleet.size(), herd.size());
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
}
