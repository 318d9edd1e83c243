package io.disconnectalerts.mqtt;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.disconnectalerts.mqtt.EntranceState.Connecting;
import io.disconnectalerts.mqtt.EntranceState.Down;
import io.disconnectalerts.mqtt.EntranceState.Off;
import io.disconnectalerts.mqtt.EntranceState.Refused;
import io.disconnectalerts.mqtt.EntranceState.TakenOver;
import io.disconnectalerts.mqtt.EntranceState.Up;
import io.disconnectalerts.retry.DoublingPause;
import io.disconnectalerts.settings.Address;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the durable session at the broker in use: one {@link Connection} after another, each made, watched and given up
 * on the session's own thread, so that every change of state has its place in a row. What is new is logged once, not at
 * every try.
 */
final class Session implements Connection.Listener {

    /** Where messages go; called on Paho's callback thread. */
    interface Inbox {

        void take(Connection connection, String topic, MqttMessage message);

        /** Whether so much of what earlier connections brought is unfinished that a new one would only add to it. */
        boolean full();
    }

    private static final Logger LOG = LoggerFactory.getLogger(MqttEntrance.class);

    /** Mosquitto 2.0 says nothing when another client takes a session over; once or twice it may be the network. */
    private static final int MOST_CUT_OFF = 3;
    /** Between tries to reach a broker, or to have a message taken. */
    static final DoublingPause PAUSE = new DoublingPause(Duration.ofSeconds(30));

    private final MqttEndpoint endpoint;
    private final Inbox inbox;
    private final String clientId;
    private final List<Address> servers;
    private final ScheduledExecutorService thread;
    private final Set<EntranceState> told = new HashSet<>();
    private int failures;
    /** Connections in a row that the broker closed without a word soon after they worked. */
    private int cutOff;
    private int refusals;
    private long upSince;
    private boolean ended;
    private volatile Connection connection;
    private volatile EntranceState state = new Connecting("Connecting for the first time.");

    Session(MqttEndpoint endpoint, Inbox inbox, ScheduledExecutorService thread) {
        this.endpoint = endpoint;
        this.inbox = inbox;
        this.thread = thread;
        this.clientId = endpoint.clientId();
        this.servers = endpoint.servers();
    }

    void begin() {
        thread.execute(this::connect);
    }

    EntranceState state() {
        return state;
    }

    /** Whether messages of this connection are still to be taken and can be acknowledged. */
    boolean uses(Connection some) {
        return some == connection;
    }

    /** Connects anew, so that the broker sends again what is unacknowledged. */
    void renew() {
        thread.execute(() -> {
            disconnect();
            connect();
        });
    }

    /** Disconnects in order; the broker goes on collecting for the session. */
    void end() throws InterruptedException {
        try {
            thread.submit(() -> {
                ended = true;
                disconnect();
            }).get(5, SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The connection did not end in order", e);
        }
        endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(thread);
        state = new Off("Stopped.");
    }

    private void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private void connect() {
        if (ended || connection != null) {
            return;
        }
        Address server = servers.get(failures % servers.size());
        try {
            if (inbox.full()) {
                throw new IllegalStateException("what arrived before is still being processed");
            }
            Connection next = new Connection(server, endpoint, clientId, this);
            connection = next;
            next.open();
            thread.schedule(() -> overdue(next), 1 + 2L * endpoint.getConfiguration().getConnectionTimeout(), SECONDS);
        } catch (Exception e) {
            down(server, e);
        }
    }

    private void overdue(Connection some) {
        if (!some.answered()) {
            lost(some, new SocketTimeoutException());
        }
    }

    @Override
    public void subscribed(Connection origin) {
        change(origin, () -> {
            upSince = System.nanoTime();
            refusals = 0;
            told.clear();
            become(new Up("Connected to " + origin + " as " + clientId + ", subscribed to " + endpoint.getTopic()
                    + "."));
        });
    }

    @Override
    public void refused(Connection origin, String why) {
        change(origin, () -> {
            become(new Refused("The broker " + origin + " refuses the subscription to " + endpoint.getTopic() + " ("
                    + why
                    + "): allow it for the client id " + clientId
                    + " in the broker's access rules (EMQX forbids $SYS/# by default), or change mqtt.topic."));
            thread.schedule(() -> change(origin, origin::subscribe), refusals == 0 ? 1 : PAUSE.longest().toSeconds(),
                    SECONDS);
            refusals++;
        });
    }

    @Override
    public void takenOver(Connection origin) {
        change(origin, () -> keepAway("Another process has connected to " + origin + " with the client id "
                + clientId));
    }

    private void keepAway(String because) {
        connection = null;
        failures = 0;
        cutOff = 0;
        upSince = 0;
        int pause = endpoint.getComponent().getTakenOverPauseS();
        become(new TakenOver(because + ", so this one keeps away for " + pause
                + " s: give every process a client id of its own, mqtt.client-id."));
        thread.schedule(this::connect, pause, SECONDS);
    }

    @Override
    public void lost(Connection origin, Throwable why) {
        change(origin, () -> {
            origin.abandon();
            boolean worked = upSince != 0;
            boolean lasted = worked && System.nanoTime() - upSince > PAUSE.longest().toNanos();
            if (lasted) {
                failures = 0;
            }
            cutOff = worked && !lasted && ConnectionFailure.closed(why) ? cutOff + 1 : 0;
            if (cutOff == MOST_CUT_OFF) {
                keepAway("The broker " + origin + " has closed " + MOST_CUT_OFF
                        + " connections in a row soon after they worked, as some do when"
                        + " another process connects with the client id " + clientId);
            } else {
                down(origin.server(), why);
            }
        });
    }

    @Override
    public void arrived(Connection origin, String topic, MqttMessage message) {
        inbox.take(origin, topic, message);
    }

    private void down(Address server, Throwable why) {
        become(new Down("No connection to the broker " + Connection.name(server) + ": "
                + ConnectionFailure.sentence(why, server, upSince != 0) + "."));
        connection = null;
        upSince = 0;
        refusals = 0;
        failures++;
        boolean anotherServer = failures % servers.size() != 0;
        thread.schedule(this::connect, anotherServer ? 0 : PAUSE.after(failures / servers.size()).toSeconds(), SECONDS);
    }

    /** On the session's thread, unless the connection has been given up by then. */
    private void change(Connection origin, Runnable change) {
        try {
            thread.execute(() -> {
                if (connection == origin && !ended) {
                    change.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.trace("ended meanwhile", e);
        }
    }

    private void become(EntranceState next) {
        state = next;
        if (next instanceof Up) {
            LOG.info(next.why());
        } else if (!told.add(next)) {
            LOG.debug(next.why());
        } else if (next instanceof Down) {
            LOG.warn(next.why());
        } else {
            LOG.error(next.why());
        }
    }
}
