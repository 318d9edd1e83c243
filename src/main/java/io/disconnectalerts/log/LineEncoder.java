package io.disconnectalerts.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Writes log lines, as text or as JSON, in UTF-8 and without any secret the settings hold. */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
    /** What a device is called may hold line breaks, and characters that steer a terminal: none gets here. */
    private static final String TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %-30.30logger{29} "
            + "%replace(%replace(%msg %kvp){'[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+', ' '}){' $', ''}%n";

    private boolean json;
    private Layout<ILoggingEvent> layout;

    public void setJson(boolean json) {
        this.json = json;
    }

    @Override
    public void start() {
        if (json) {
            layout = new JsonLine();
        } else {
            PatternLayout pattern = new PatternLayout();
            pattern.setPattern(TEXT);
            layout = pattern;
        }
        layout.setContext(getContext() == null ? new LoggerContext() : getContext());
        layout.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return null;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return SecretMask.mask(layout.doLayout(event)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return null;
    }
}
