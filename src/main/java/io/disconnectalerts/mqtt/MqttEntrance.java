package io.disconnectalerts.mqtt;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes from a durable session and acknowledges a message once its exchange has completed, whatever
 * {@code manualAcksEnabled} says. The exchange has the payload for a body and one header, {@code CamelMqttTopic}:
 * nothing a publisher can choose a name for (user properties) becomes one.
 *
 * <p>Exchanges start on a thread of the entrance's own, for Paho's buffer is ten messages: while it is full, its two
 * threads wake each other for every one. They run asynchronously, at most {@code receiveMaximum} at a time, and are
 * acknowledged in the order they complete. A broker that sends more unacknowledged than it was asked to (mosquitto
 * 2.0.11 does, once the first have been acknowledged) waits. One that fails is not acknowledged: it is processed again
 * after 1 s, doubling to 30 s, while the others go on; when the connection ends it is dropped, for the broker sends it
 * anew on the next. Meanwhile it holds one place in the window, so a route should park what it can never take.
 */
final class MqttEntrance extends DefaultConsumer implements Session.Inbox, Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(MqttEntrance.class);

    /** With room for as many as the window has places. */
    private static final ThreadPoolProfile ONE_THREAD = new ThreadPoolProfileBuilder("mqtt exchanges").poolSize(1)
            .maxQueueSize(0).rejectedPolicy(ThreadPoolRejectedPolicy.Abort).build();

    private record Delivery(Connection connection, String topic, MqttMessage message, int failures) {

        Delivery failed() {
            return new Delivery(connection, topic, message, failures + 1);
        }
    }

    private final AtomicInteger inFlight = new AtomicInteger();
    /** Places for what is unacknowledged. */
    private final Semaphore window;
    private ScheduledExecutorService exchanges;
    private volatile boolean taking;
    private volatile Session session;

    MqttEntrance(MqttEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        window = new Semaphore(endpoint.getConfiguration().getReceiveMaximum());
    }

    @Override
    public MqttEndpoint getEndpoint() {
        return (MqttEndpoint) super.getEndpoint();
    }

    EntranceState state() {
        return session.state();
    }

    @Override
    protected void doStart() throws Exception {
        if (getEndpoint().getConfiguration().getQos() > 1) {
            throw new IllegalArgumentException("paho-mqtt5 consumes with qos=1: with qos=2 a message leaves the "
                    + "broker before the route has run");
        }
        super.doStart();
        ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
        exchanges = executors.newScheduledThreadPool(this, "mqtt exchanges", ONE_THREAD);
        taking = true;
        session = new Session(getEndpoint(), this, executors.newSingleThreadScheduledExecutor(this, "mqtt session"));
        session.begin();
        getEndpoint().getComponent().opened(this);
    }

    /** What arrives from now on stays unacknowledged, and comes again after the next connect. */
    @Override
    protected void doSuspend() {
        taking = false;
    }

    @Override
    protected void doResume() {
        taking = true;
        session.renew();
    }

    @Override
    protected void doStop() throws Exception {
        taking = false;
        getEndpoint().getComponent().closed(this);
        session.end();
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(exchanges);
        super.doStop();
    }

    @Override
    public void take(Connection connection, String topic, MqttMessage message) {
        if (findsPlace(connection)) {
            processIn(Duration.ZERO, new Delivery(connection, topic, message, 0));
        }
    }

    private boolean findsPlace(Connection connection) {
        try {
            while (isWanted(connection)) {
                if (window.tryAcquire(100, MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean isWanted(Connection connection) {
        return taking && session.uses(connection);
    }

    @Override
    public boolean full() {
        return window.availablePermits() == 0;
    }

    private void begin(Delivery delivery) {
        try {
            process(delivery);
        } catch (Throwable broken) {
            LOG.error("A message on {} could not be processed, and comes again on the next connection",
                    delivery.topic, broken);
            session.lost(delivery.connection, broken);
        }
    }

    private void process(Delivery delivery) {
        if (!isWanted(delivery.connection)) {
            window.release();
            return;
        }
        Exchange exchange = createExchange(false);
        exchange.getIn().setBody(delivery.message.getPayload());
        exchange.getIn().setHeader(PahoMqtt5Constants.MQTT_TOPIC, delivery.topic);
        inFlight.incrementAndGet();
        getAsyncProcessor().process(exchange, doneSync -> done(delivery, exchange));
    }

    private void done(Delivery delivery, Exchange exchange) {
        Throwable failure = exchange.getException();
        boolean failed = failure != null || exchange.isRollbackOnly();
        releaseExchange(exchange, false);
        if (failed) {
            processAgain(delivery.failed(), failure);
        } else {
            delivery.connection.acknowledge(delivery.message);
            window.release();
        }
        inFlight.decrementAndGet();
    }

    private void processAgain(Delivery delivery, Throwable failure) {
        if (delivery.failures == 1) {
            LOG.warn("A message on {} could not be processed and stays unacknowledged until it is: {}", delivery.topic,
                    String.valueOf(failure));
        }
        processIn(Session.PAUSE.after(delivery.failures), delivery);
    }

    private void processIn(Duration pause, Delivery delivery) {
        try {
            exchanges.schedule(() -> begin(delivery), pause.toSeconds(), SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("stopped meanwhile", e);
            window.release();
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return inFlight.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        taking = false;
    }
}
