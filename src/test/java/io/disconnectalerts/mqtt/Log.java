package io.disconnectalerts.mqtt;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the entrance has told its operator while this was open. */
final class Log implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger(MqttEntrance.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    Log() {
        logger.setLevel(Level.DEBUG);
        appender.start();
        logger.addAppender(appender);
    }

    List<ILoggingEvent> at(Level level) {
        return List.copyOf(appender.list).stream().filter(event -> event.getLevel() == level).toList();
    }

    String everything() {
        return List.copyOf(appender.list).toString();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }
}
