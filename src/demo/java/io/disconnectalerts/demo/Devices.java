package io.disconnectalerts.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The devices of the page, and what a visitor does to one: the named one, else the first that is connected, else a new
 * one.
 */
final class Devices {

    static final int MOST_AT_ONCE = 8;
    private static final int KEEP_ALIVE_S = 3;
    private static final List<String> KINDS = List.of("press", "pump", "oven", "robot", "meter");

    /** @param state connected, silent, gone without a goodbye, or guest: a visitor's own client */
    record Shown(String clientid, String state) {}

    private final int port;
    private final DemoBroker broker;
    private final Map<String, Device> devices = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Device.Identity> gone = Collections.synchronizedMap(new LinkedHashMap<>());
    private final AtomicInteger named = new AtomicInteger();

    Devices(int port, DemoBroker broker) {
        this.port = port;
        this.broker = broker;
    }

    int port() {
        return port;
    }

    /** The page's own devices, those that are gone, and the clients that visitors connected themselves. */
    List<Shown> shown() {
        List<Shown> shown = new ArrayList<>();
        synchronized (devices) {
            devices.values().forEach(device ->
                    shown.add(new Shown(device.clientid(), device.silent() ? "silent" : "connected")));
        }
        synchronized (gone) {
            gone.keySet().stream().skip(Math.max(0, gone.size() - MOST_AT_ONCE))
                    .forEach(clientid -> shown.add(new Shown(clientid, "gone")));
        }
        broker.guests().stream().limit(MOST_AT_ONCE).forEach(guest -> shown.add(new Shown(guest, "guest")));
        return shown;
    }

    Device connect() {
        if (devices.size() >= MOST_AT_ONCE) {
            throw new Refusal("enough-devices");
        }
        int number = named.incrementAndGet();
        String clientid = "%s-%02d".formatted(KINDS.get((number - 1) % KINDS.size()), number);
        return connect(identity(clientid, "workshop-3", true, Ports.HOME)).join();
    }

    static Device.Identity identity(String clientid, String username, boolean cleanStart, String host) {
        return new Device.Identity(clientid, username, cleanStart, KEEP_ALIVE_S, host);
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

    /** Who comes back: the named one if it is gone, else all that are. */
    List<String> bringBack(String clientid) {
        List<Device.Identity> returning = new ArrayList<>();
        synchronized (gone) {
            returning.addAll(gone.containsKey(clientid) ? List.of(gone.get(clientid)) : gone.values());
        }
        returning.stream().map(this::connect).toList().forEach(CompletableFuture::join);
        return returning.stream().map(Device.Identity::clientid).toList();
    }

    Device chosen(String clientid) {
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

    /** Connects a device that the page shows as long as it is there. */
    CompletableFuture<Device> connect(Device.Identity identity) {
        return Device.connect(port, identity).thenApply(device -> {
            devices.put(identity.clientid(), device);
            gone.remove(identity.clientid());
            device.onGone(() -> end(device));
            return device;
        });
    }

    private void end(Device device) {
        if (devices.remove(device.clientid(), device) && !device.polite()) {
            gone.put(device.clientid(), device.identity());
        }
    }
}
