package io.disconnectalerts.settings;

import java.util.Map;

/**
 * What to mend for a blocked robot.
 *
 * @param name a setting, or what none of ours mends: {@code clock}, {@code ip-list}, ...
 */
public record Remedy(String name) {
    private static final Map<String, String> NO_SETTINGS = Map.of("clock", "the clock", "ip-list", "the ip-list",
            "security-settings", "the security-settings", "kamelet", "the kamelet", "template", "the template");

    /** As an English sentence names it. */
    public String said() {
        return NO_SETTINGS.getOrDefault(name, name);
    }
}
