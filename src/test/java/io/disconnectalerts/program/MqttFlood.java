package io.disconnectalerts.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** Publishes each event with QoS 1; what the broker has taken, only the program can still lose. */
final class MqttFlood implements Flood {
    private static final int IN_FLIGHT = 15;
    private static final int TICK_MS = 10;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final MqttAsyncClient client;
    private final int perTick;
    private final IntFunction<String> events;
    private final Semaphore places = new Semaphore(IN_FLIGHT);
    private volatile int next;
    private volatile int last;

    MqttFlood(String url, int perSecond) throws MqttException {
        this(url, perSecond, Flood::event);
    }

    /** @param events the event of each number */
    MqttFlood(String url, int perSecond, IntFunction<String> events) throws MqttException {
        this.events = events;
        this.perTick = perSecond * TICK_MS / 1000;
        client = new MqttAsyncClient(url, "flood", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        client.connect(options).waitForCompletion(5_000);
        clock.scheduleAtFixedRate(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void flow(int upTo) {
        last = upTo;
    }

    private void tick() {
        for (int i = 0; i < perTick && next < last && places.tryAcquire(); i++) {
            try {
                client.publish("alerts/clients/" + next,
                        new MqttMessage(events.apply(next).getBytes(UTF_8), 1, false, null), null, taken());
                next++;
            } catch (MqttException windowStillClosed) {
                places.release();
                return;
            }
        }
    }

    private MqttActionListener taken() {
        return new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                places.release();
            }

            @Override
            public void onFailure(IMqttToken token, Throwable failure) {
                clock.shutdownNow();
            }
        };
    }

    @Override
    public int offered() {
        return next;
    }

    @Override
    public boolean done() {
        return next == last && places.availablePermits() == IN_FLIGHT;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            client.disconnectForcibly(100, 100, true);
            client.close();
        } catch (MqttException gone) {
            throw new IllegalStateException(gone);
        }
    }
}
