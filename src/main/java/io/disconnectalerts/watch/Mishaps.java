package io.disconnectalerts.watch;

import java.sql.SQLException;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;

/** Logs what fails again and again once until it goes well; not a failure of the store, which is logged elsewhere. */
final class Mishaps {
    private final CamelContext context;
    private final String name;
    private final Logger log;
    private boolean wrong;

    /** @param name what goes wrong */
    Mishaps(CamelContext context, String name, Logger log) {
        this.context = context;
        this.name = name;
        this.log = log;
    }

    /** Whether the store is to blame. */
    static boolean ofStore(Exception why) {
        return why instanceof SQLException || why.getCause() instanceof SQLException;
    }

    void failed(Exception why) {
        if (wrong || ofStore(why) || !context.isStarted()) {
            log.debug("{} is tried again", name, why);
        } else {
            wrong = true;
            log.error("{} goes wrong, and is tried again", name, why);
        }
    }

    void well() {
        wrong = false;
    }
}
