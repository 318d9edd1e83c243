package io.disconnectalerts.log;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Has Logback write to the stream that the system property {@code log.stream} names; in Java, since reading it from XML
 * is a twelfth of a start. Where there is no such property, as in a project of somebody else's, or a file of Logback's
 * own is named, nothing of it happens.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        String stream = System.getProperty("log.stream");
        if (stream == null || System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(logback);
        encoder.setJson(Boolean.getBoolean("log.json"));
        encoder.start();
        ConsoleAppender<ILoggingEvent> lines = new ConsoleAppender<>();
        lines.setContext(logback);
        lines.setTarget(stream);
        lines.setEncoder(encoder);
        lines.start();
        logback.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
        Level shown = "debug".equalsIgnoreCase(System.getProperty("log.level")) ? Level.DEBUG : Level.INFO;
        Map.of(Logger.ROOT_LOGGER_NAME, Level.INFO,
                "io.disconnectalerts", shown,
                "org.apache.camel", Level.toLevel(System.getProperty("log.camel"), Level.INFO),
                "org.flywaydb", Level.WARN,
                // A request that is too large, too slow or broken off is its sender's trouble; the answer says so.
                "io.vertx.ext.web.RoutingContext", Level.OFF,
                // Who still connects while the program stops is reset, and connects again.
                "io.netty.bootstrap.ServerBootstrap", Level.OFF,
                "com.zaxxer.hikari", Level.WARN).forEach((name, level) -> logback.getLogger(name).setLevel(level));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
