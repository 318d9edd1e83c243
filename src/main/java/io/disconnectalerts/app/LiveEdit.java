package io.disconnectalerts.app;

import io.disconnectalerts.bundle.Bundle;
import io.disconnectalerts.bundle.Failure;
import io.disconnectalerts.http.HttpEntrance;
import io.disconnectalerts.settings.Settings;
import io.disconnectalerts.watch.Check;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * With {@code camel.main.profile=dev}, routes and kamelets that are edited while the program runs replace the running
 * ones once the command {@code check} has nothing against them. Until then the last good ones run on, and health and
 * log say which file is wrong.
 */
public final class LiveEdit extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEdit.class);

    private CamelContext context;
    private HttpEntrance entrance;
    private SortedMap<String, String> running;
    private SortedMap<String, String> seen;
    private volatile String state = "well";

    @Override
    public void afterConfigure(BaseMainSupport main) {
        context = main.getCamelContext();
        if (Settings.of(context).find("camel.main.profile").filter("dev"::equals).isPresent()) {
            entrance = context.getRegistry().findSingleByType(HttpEntrance.class);
            running = Bundle.files(context);
            seen = running;
            HealthCheckRegistry.get(context).register(Check.detail("live-edit", () -> state));
            Bundle.watch(context, this::changed);
        }
    }

    /** One edit is several events, some before all of it is written: what was checked is taken only if it stayed. */
    private synchronized void changed() {
        SortedMap<String, String> now = Bundle.files(context);
        while (!now.equals(seen)) {
            seen = now;
            Optional<String> wrong = now.equals(running) ? Optional.empty() : check();
            now = Bundle.files(context);
            if (now.equals(seen)) {
                say(edited(), wrong.or(this::replace));
            }
        }
    }

    private String edited() {
        SortedSet<String> edited = new TreeSet<>(seen.keySet());
        edited.addAll(running.keySet());
        edited.removeIf(file -> Objects.equals(seen.get(file), running.get(file)));
        return String.join(", ", edited).replace("file:", "");
    }

    private void say(String edited, Optional<String> wrong) {
        state = wrong.map(why -> "not taken: " + edited + ": " + why).orElse("well");
        if (wrong.isPresent()) {
            LOG.warn(state);
        } else {
            LOG.info(edited.isEmpty() ? "as it was before" : "taken: " + edited);
        }
    }

    /** What is wrong with the files. */
    private static Optional<String> check() {
        try {
            List<String> wrong = FullCheck.run().wrong();
            return wrong.isEmpty() ? Optional.empty() : Optional.of(kept(String.join("; ", wrong)));
        } catch (Exception failed) {
            return Optional.of(kept(Failure.sentence(failed)));
        }
    }

    /** Returns why the running ones could not be replaced; the entrance stays closed if they do not come back. */
    private Optional<String> replace() {
        if (seen.equals(running)) {
            return Optional.empty();
        }
        entrance.close("an edited route is being taken");
        Optional<String> wrong = load(seen);
        if (wrong.isEmpty()) {
            running = seen;
        }
        Optional<String> lost = wrong.flatMap(any -> load(running));
        if (lost.isEmpty()) {
            entrance.open();
        }
        return lost.map(why -> wrong.get() + "; nor do those from before come back, so restart: " + why)
                .or(() -> wrong.map(LiveEdit::kept));
    }

    private static String kept(String wrong) {
        return wrong + "; what ran before runs on";
    }

    /** What is under way goes through the old routes first: stopped all at once, they stop in an order that lets it. */
    private Optional<String> load(SortedMap<String, String> files) {
        try {
            context.getShutdownStrategy().shutdown(context, context.getCamelContextExtension().getRouteStartupOrder());
            context.getRouteController().removeAllRoutes();
            context.removeRouteTemplates("*");
            context.getEndpointRegistry().clear();
            for (String kind : List.of(".kamelet.yaml", ".camel.yaml")) {
                PluginHelper.getRoutesLoader(context).updateRoutes(files.entrySet().stream()
                        .filter(file -> file.getKey().endsWith(kind))
                        .map(file -> ResourceHelper.fromString(file.getKey(), file.getValue())).toList());
            }
            return Optional.empty();
        } catch (Exception failed) {
            return Optional.of(Failure.sentence(failed));
        }
    }
}
