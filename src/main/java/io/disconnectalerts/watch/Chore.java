package io.disconnectalerts.watch;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done again and again, on a thread of its own, while the routes are up; what fails is done the next time. */
public final class Chore extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(Chore.class);

    private final CamelContext context;
    private final String name;
    private final Mishaps mishaps;
    private final Duration pause;
    private final Work work;
    private ScheduledExecutorService clock;

    /** What is to be done. */
    public interface Work {
        void run() throws SQLException;
    }

    private Chore(CamelContext context, String name, Duration pause, Work work) {
        this.context = context;
        this.name = name;
        this.mishaps = new Mishaps(context, name, LOG);
        this.pause = pause;
        this.work = work;
    }

    /**
     * @param name  its thread's
     * @param pause from the start to the first time, and between two times
     */
    public static void add(CamelContext context, String name, Duration pause, Work work) {
        try {
            context.addService(new Chore(context, name, pause, work), true, false);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    protected void doStart() {
        clock = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, name);
        clock.scheduleWithFixedDelay(this::run, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            if (context.isStarted()) {
                work.run();
                mishaps.well();
            }
        } catch (SQLException | RuntimeException failed) {
            mishaps.failed(failed);
        }
    }

    @Override
    protected void doStop() {
        context.getExecutorServiceManager().shutdownNow(clock);
    }
}
