package io.disconnectalerts.app;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.outbox.OutboxComponent;
import io.disconnectalerts.outbox.OutboxState;
import io.disconnectalerts.settings.Address;
import io.disconnectalerts.settings.Settings;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is on, what is off, and which setting turns it on: the lines of a start. */
record Announcement(Settings settings, Collection<String> robots, OutboxComponent outbox) {
    private static final Logger LOG = LoggerFactory.getLogger("disconnect-alerts");

    /** @param notes what is no mistake, and yet worth a look */
    static void begin(List<String> notes) {
        LOG.info("bundle: {}", Bundle.sources());
        notes.forEach(LOG::warn);
    }

    void log() {
        LOG.info("entrance http on: {}://{}/events", settings.get("http.cert").isEmpty() ? "http" : "https",
                Address.place(settings.get("http.host"), Integer.parseInt(settings.get("http.port"))));
        LOG.info(settings.mqtt()
                ? "entrance mqtt on: " + settings.get("mqtt.url") + " " + settings.get("mqtt.topic")
                : "entrance mqtt off: mqtt.url turns it on");
        robots.forEach(robot -> LOG.info("robot {} {}", robot, settings.on(robot)
                ? "on: " + (settings.get(robot + ".per-minute").equals("0") ? "no quota"
                : "a quota of " + settings.get(robot + ".per-minute") + " messages a minute")
                : "off: " + Settings.turnsOn(robot) + " turns it on"));
        pending().stream().filter(state -> state.pending() > 0).forEach(state ->
                LOG.warn("robot {} has {} pending{}", state.name(), state.pending(),
                        robots.contains(state.name()) && settings.on(state.name()) ? ""
                        : ", kept until it is on"));
    }

    private List<OutboxState> pending() {
        try {
            return outbox.states();
        } catch (SQLException unavailable) {
            LOG.warn("the store cannot be read: {}", unavailable.getMessage());
            return List.of();
        }
    }
}
