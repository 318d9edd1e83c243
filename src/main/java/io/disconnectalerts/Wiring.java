package io.disconnectalerts;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Which outboxes the route files write to and read from, also in routes that are off.
 *
 * @param addressed the outboxes a route sends to
 * @param delivered the outboxes a route consumes from
 */
record Wiring(Set<String> addressed, Set<String> delivered) {
    private static final String SCHEME = "outbox:";

    static Wiring of(CamelContext context) throws Exception {
        Collection<Resource> files = PluginHelper.getPackageScanResourceResolver(context)
                .findResources(Bundle.location("routes") + "/*.camel.yaml");
        Wiring wiring = new Wiring(new TreeSet<>(), new TreeSet<>());
        for (Resource file : files) {
            wiring.read(file);
        }
        return wiring;
    }

    private void read(Resource file) throws IOException {
        try (InputStream yaml = file.getInputStream()) {
            walk("", new Load(LoadSettings.builder().build()).loadFromInputStream(yaml));
        }
    }

    private void walk(String parent, Object node) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("uri") instanceof String uri && uri.startsWith(SCHEME)) {
                (parent.equals("from") ? delivered : addressed).add(uri.substring(SCHEME.length()));
            }
            map.forEach((key, value) -> walk(String.valueOf(key), value));
        } else if (node instanceof List<?> list) {
            list.forEach(element -> walk(parent, element));
        }
    }

    /** @throws SettingException if one half of a robot is missing */
    void check() {
        List<String> missing = new ArrayList<>();
        addressed.stream().filter(name -> !delivered.contains(name))
                .forEach(name -> missing.add("routes/4-notify.camel.yaml addresses outbox:" + name + ", but no route delivers from it"));
        delivered.stream().filter(name -> !addressed.contains(name))
                .forEach(name -> missing.add("a route delivers from outbox:" + name + ", but routes/4-notify.camel.yaml does not address it"));
        if (!missing.isEmpty()) {
            throw new SettingException(String.join("; ", missing));
        }
    }
}
