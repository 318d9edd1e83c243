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

/** What takes more than one device and some seconds; one such thing at a time. */
final class Herds implements AutoCloseable {

    private static final int FLEET = 5_000;
    private static final int CONNECTING_AT_ONCE = 200;
    private static final int SPARE_FILES = 600;
    private static final int FIGHT_ROUNDS = 6;
    private static final int KEEP_ALIVE_S = 120;

    /** @param work fight or fleet, empty when there is none; {@code done} of {@code all} rounds or devices */
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
    private volatile Progress progress = Progress.NONE;

    Herds(Devices devices) {
        this.devices = devices;
    }

    Progress progress() {
        return progress;
    }

    /**
     * Two devices were given the same client id: each comes back and throws the other out, one with a clean start, one
     * without.
     */
    String fight() {
        String clientid = "twin-%02d".formatted(named.incrementAndGet());
        work(() -> {
            Device last = null;
            for (int round = 0; round <= FIGHT_ROUNDS; round++) {
                progress = new Progress("fight", round, FIGHT_ROUNDS);
                last = devices.connect(clientid, round % 2 == 0 ? "line-1" : "line-2", round % 2 == 0).join();
                TimeUnit.MILLISECONDS.sleep(600);
            }
            last.sayGoodbye();
        });
        return clientid;
    }

    /**
     * Connects thousands, then closes all their sockets. Their arrivals would stand in the broker's queue before what
     * the visitor waits for.
     */
    String cutFleet() {
        int size = fleetSize();
        int herd = named.incrementAndGet();
        work(() -> {
            List<Device> fleet = Collections.synchronizedList(new ArrayList<>(size));
            try {
                connect(herd, size, fleet);
                TimeUnit.MILLISECONDS.sleep(600);
            } finally {
                List.copyOf(fleet).forEach(Device::pullPlug);
            }
        });
        return String.valueOf(size);
    }

    private void connect(int herd, int size, List<Device> fleet) throws Exception {
        List<CompletableFuture<Device>> all = new ArrayList<>(size);
        Semaphore room = new Semaphore(CONNECTING_AT_ONCE);
        for (int i = 1; i <= size; i++) {
            room.acquire();
            Device.Identity identity = new Device.Identity("tracker-%d-%04d".formatted(herd, i),
                    i % 25 == 0 ? "fleet-south" : "fleet-north",
                    true, KEEP_ALIVE_S, false);
            all.add(Device.connect(devices.port(), identity).whenComplete((device, failed) -> {
                room.release();
                if (device != null) {
                    fleet.add(device);
                }
            }));
            if (i % 50 == 0) {
                progress = new Progress("fleet", fleet.size(), size);
            }
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).handle((done, failed) -> done)
                .get(20, TimeUnit.SECONDS);
        progress = new Progress("fleet", fleet.size(), size);
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
