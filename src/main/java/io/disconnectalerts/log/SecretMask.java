package io.disconnectalerts.log;

import io.disconnectalerts.settings.Address;
import io.disconnectalerts.settings.Pasted;
import io.disconnectalerts.settings.Settings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes out of what is said whatever secret the settings hold. */
public final class SecretMask {
    /** Signatures are made for every message, so they are known by the name before them. */
    private static final Pattern SIGNED = Pattern.compile("(sign=|\"sign\\\\*\" ?: ?\\\\*\")[^&\"\\\\\\s]+");
    /** A webhook's stands alone, too. */
    private static final Pattern SIGNATURE = Pattern.compile("\\bv1,[\\w+/]{43}=");
    private static final Pattern IN_ADDRESS = Pattern.compile("(?i)password=([^&;]+)|//[^/@:]*:([^/@]+)@");
    /** A shorter one would be found in ordinary words. */
    private static final int SHORTEST = 8;
    private static volatile Map<String, Secret> secrets = Map.of();

    private SecretMask() {
    }

    /**
     * Hides from now on the robots' tokens and secrets, and what else is secret in the settings.
     *
     * @return a sentence for every one that is too short to be hidden
     */
    public static List<String> hide(Settings settings, Collection<String> robots) {
        Set<String> names = Settings.names(robots);
        hide(names, name -> settings.find(name).orElse(null));
        names.removeIf(name -> secrets(name, settings.find(name).orElse("")).stream()
                .allMatch(SecretMask::isLongEnough));
        return names.stream().map(name -> name + " is too short to be hidden in the log: choose at least " + SHORTEST
                + " characters").toList();
    }

    /** Hides from now on, besides what is hidden already, the values of those of the settings that are secret. */
    static synchronized void hide(Collection<String> settings, UnaryOperator<String> values) {
        Map<String, Secret> hidden = new HashMap<>(secrets);
        settings.stream().flatMap(name -> {
            String value = Objects.requireNonNullElse(values.apply(name), "");
            return secrets(name, Pasted.clean(value)).stream();
        })
                .filter(SecretMask::isLongEnough).forEach(value -> hidden.put(value, new Secret(value)));
        secrets = hidden;
    }

    private static boolean isLongEnough(String secret) {
        return secret.length() >= SHORTEST;
    }

    /** What is secret in a setting's value. */
    private static List<String> secrets(String setting, String value) {
        List<String> found = new ArrayList<>();
        if (Settings.isSecret(setting)) {
            found.add(value);
            // Of the rest of an address, whichever part looks like one may be the key.
            if (value.matches("[/?].*")) {
                Stream.of(value.split("[/?&=]")).filter(part -> isLongEnough(part) && part.matches(".*\\d.*"))
                        .flatMap(part -> Stream.of(part, decoded(part))).forEach(found::add);
            }
        } else if (setting.endsWith(".url")) {
            IN_ADDRESS.matcher(value).results().map(part -> Objects.requireNonNullElse(part.group(1), part.group(2)))
                    .forEach(password -> found.addAll(List.of(password, decoded(password))));
        }
        if (setting.equals("proxy.url")) {
            Address.of(value).map(Address::user).map(user -> user.getBytes(StandardCharsets.UTF_8))
                    .map(Base64.getEncoder()::encodeToString).ifPresent(found::add);
        }
        found.remove("");
        return found;
    }

    private static String decoded(String password) {
        try {
            return URLDecoder.decode(password, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException bare) {
            return password;
        }
    }

    public static String mask(String line) {
        String masked = Secret.mask(line, secrets.values());
        masked = masked.contains("v1,") ? SIGNATURE.matcher(masked).replaceAll("v1," + Secret.MASK) : masked;
        return masked.contains("sign") ? SIGNED.matcher(masked).replaceAll("$1" + Secret.MASK) : masked;
    }
}
