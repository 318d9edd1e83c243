package io.disconnectalerts.watch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What goes wrong is done again, and is no secret. */
class ChoreTest {
    private final CamelContext context = new DefaultCamelContext();
    private final Logger log = (Logger) LoggerFactory.getLogger(Chore.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicInteger times = new AtomicInteger();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        context.stop();
        log.detachAppender(lines);
    }

    private void work() throws SQLException {
        int time = times.incrementAndGet();
        if (time == 1) {
            throw new SQLException("no connection");
        } else if (time == 2) {
            throw new IllegalStateException(new SQLException("no connection"));
        } else if (time != 5) {
            throw new IllegalStateException("time " + time);
        }
    }

    @Test
    void whatIsWrongIsSaidOnceUntilItIsWellAndThatTheStoreIsGoneElsewhere() {
        Chore.add(context, "sweep", Duration.ofMillis(1), this::work);
        context.start();
        await().until(() -> times.get() > 8);
        assertEquals(List.of("time 3", "time 6"), lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                .map(line -> line.getThrowableProxy().getMessage()).toList());
    }
}
