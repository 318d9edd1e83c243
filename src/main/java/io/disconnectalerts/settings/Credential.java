package io.disconnectalerts.settings;

import java.util.Map;
import java.util.Optional;

/** What a robot's token and secret are, and what people copy instead. */
final class Credential {
    /** What a token is, in the words of the robot's webhook address. */
    private static final Map<String, String> PARTS = Map.of(
            "wecom", "what stands behind key= in the robot's webhook address",
            "dingtalk", "what stands behind access_token= in the robot's webhook address",
            "feishu", "the last part of the robot's webhook address");
    private static final String ANY_PART = "what stands last in the robot's webhook address";
    /** What instructions say, and people copy from them. */
    private static final String PLACEHOLDER =
            "(?i)(SEC)?(\\.{2,}|\u2026|[x*]{3,})|<.*>|\\$\\{.*}|your[-_ ]?.*|(change|replace)[-_ ]?me";

    private Credential() {
    }

    /** What is wrong with a robot's token, as the rest of a sentence that begins with its name. */
    static Optional<String> wrongToken(String robot, String token) {
        String copy = ": copy " + PARTS.getOrDefault(Settings.platform(robot), ANY_PART);
        if (isPlaceholder(token) || token.contains("xxx")) {
            return Optional.of("is still a placeholder" + copy);
        }
        if (Settings.platform(robot).equals("dingtalk") && token.startsWith("SEC")) {
            return Optional.of("is the robot's secret, which belongs in " + robot + ".secret" + copy);
        }
        return token.matches("(?!(?i)(key|access_token|token)=)[\\w.~%=+-]*") ? Optional.empty()
                : Optional.of("is not the token alone" + copy);
    }

    /** What is wrong with a robot's secret, as the rest of a sentence that begins with its name. */
    static Optional<String> wrongSecret(String secret) {
        String copy = ": copy the one in the robot's security settings";
        if (isPlaceholder(secret)) {
            return Optional.of("is still a placeholder" + copy);
        }
        return secret.matches("(?i).*://.*|(key|access_token|token|secret)=.*|.*\\s.*|([\"']).*\\2")
                ? Optional.of("is not the robot's secret" + copy) : Optional.empty();
    }

    /** What is wrong with the token that requests have to show, as the rest of a sentence that begins with its name. */
    static Optional<String> wrongHttpToken(String token) {
        if (isPlaceholder(token)) {
            return Optional.of("is still a placeholder: make one up");
        }
        return token.matches("\".*\"|'.*'") ? Optional.of("stands in quotation marks: take them off")
                : token.chars().anyMatch(Character::isWhitespace) ? Optional.of("holds white space")
                : token.chars().allMatch(letter -> letter < 0x7f) ? Optional.empty()
                : Optional.of("holds what is not ASCII, and no request can show it");
    }

    private static boolean isPlaceholder(String value) {
        return value.matches(PLACEHOLDER);
    }
}
