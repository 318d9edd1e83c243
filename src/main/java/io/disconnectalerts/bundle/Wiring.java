package io.disconnectalerts.bundle;

import io.disconnectalerts.alert.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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
 * What the route files hold that only makes sense together, also in routes that are off.
 *
 * @param addressed the outboxes a route sends to
 * @param delivered the outboxes a route consumes from
 * @param verdicts  what the triage rules may decide, as they write it
 */
public record Wiring(Set<String> addressed, Set<String> delivered, Set<String> verdicts) {
    private static final String SCHEME = "outbox:";

    public static Wiring of(CamelContext context) {
        Wiring wiring = new Wiring(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        try {
            for (Resource file : PluginHelper.getPackageScanResourceResolver(context).findResources(Bundle.location("routes") + "/*.camel.yaml")) {
                wiring.read(file);
            }
        } catch (Exception unreadable) {
            throw new SettingException(SettingException.sentence(unreadable));
        }
        return wiring;
    }

    private void read(Resource file) throws IOException {
        try (InputStream yaml = file.getInputStream()) {
            walk("", new Load(LoadSettings.builder().setLabel(file.getLocation()).build()).loadFromInputStream(yaml));
        }
    }

    private void walk(String parent, Object node) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("uri") instanceof String uri && uri.startsWith(SCHEME)) {
                (parent.equals("from") ? delivered : addressed).add(uri.substring(SCHEME.length()));
            }
            if (parent.equals("setVariable") && "verdict".equals(map.get("name")) && map.get("expression") instanceof Map<?, ?> expression
                    && expression.get("constant") instanceof Map<?, ?> constant) {
                verdicts.add(String.valueOf(constant.get("expression")));
            }
            map.forEach((key, value) -> walk(String.valueOf(key), value));
        } else if (node instanceof List<?> list) {
            list.forEach(element -> walk(parent, element));
        }
    }

    /** @throws SettingException if one half of a robot is missing, or a rule's verdict is none */
    public void check() {
        List<String> missing = new ArrayList<>();
        addressed.stream().filter(name -> !delivered.contains(name))
                .forEach(name -> missing.add("routes/4-notify.camel.yaml addresses outbox:" + name + ", but no route delivers from it"));
        delivered.stream().filter(name -> !addressed.contains(name))
                .forEach(name -> missing.add("a route delivers from outbox:" + name + ", but routes/4-notify.camel.yaml does not address it"));
        if (!missing.isEmpty()) {
            throw new SettingException(String.join("; ", missing));
        }
        try {
            verdicts.forEach(Verdict::of);
        } catch (IllegalArgumentException unknown) {
            throw new SettingException(unknown.getMessage());
        }
    }
}
