package io.disconnectalerts.outbox;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Keeps messages until a receiver has taken them: durable, within its quota, several as one batch. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "outbox", title = "Outbox", syntax = "outbox:name",
        category = Category.MESSAGING)
public final class OutboxEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the outbox")
    @Metadata(required = true)
    private final String name;
    @UriParam(label = "consumer", description = "Sends the receiver takes a minute, paced as 20 at most; "
            + "0 switches all pacing off, but for a breath after a digest, 1 ms an event, at most 100 ms",
            defaultValue = "20")
    private int perMinute = 20;
    @UriParam(label = "consumer", description = "Sends the receiver takes a second; 0 for no such bound",
            defaultValue = "0")
    private int perSecond;
    @UriParam(label = "consumer", description = "Hours of each day in which only what is critical is told, and the end "
            + "of what was critical: 22:00-07:00. What waits is told up to 120 s after their end")
    private String quietHours = "";

    OutboxEndpoint(String uri, OutboxComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    @Override
    public OutboxComponent getComponent() {
        return (OutboxComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        return new OutboxProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        OutboxConsumer consumer = new OutboxConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    Pacing pacing() {
        return new Pacing(perMinute, perSecond, getComponent().minute);
    }

    /** @throws IllegalArgumentException with a sentence */
    public QuietHours quietHours() {
        return QuietHours.of(quietHours, getComponent().zone(), getComponent().jitter());
    }

    public String getName() {
        return name;
    }

    public int getPerMinute() {
        return perMinute;
    }

    public void setPerMinute(int perMinute) {
        this.perMinute = perMinute;
    }

    public int getPerSecond() {
        return perSecond;
    }

    public void setPerSecond(int perSecond) {
        this.perSecond = perSecond;
    }

    public String getQuietHours() {
        return quietHours;
    }

    public void setQuietHours(String quietHours) {
        this.quietHours = quietHours;
    }
}
