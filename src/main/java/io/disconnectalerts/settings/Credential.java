package io.disconnectalerts.settings;

import java.util.Base64;
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

    /** What a robot's token is, in the words of its webhook address. */
    static String part(String robot) {
        return PARTS.getOrDefault(Settings.platform(robot), ANY_PART);
    }

    /** What is wrong with a robot's token, as the rest of a sentence that begins with its name. */
    static Optional<String> wrongToken(String robot, String token) {
        String copy = ": copy " + part(robot);
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

    /** What is wrong with the part of a webhook's address that holds a key, as the rest of such a sentence. */
    static Optional<String> wrongRestOfAddress(String rest) {
        return rest.matches("([/?][^\\s#]*)?") && !isPlaceholder(rest.replaceFirst(".*[/=?]", "")) ? Optional.empty()
                : Optional.of("is not the rest of the address: write what follows the url, with the "
                + "question mark or the slash that it begins with, such as ?integration_key=...");
    }

    /** What is wrong with the secret of a webhook, as the rest of such a sentence. */
    static Optional<String> wrongWebhookSecret(String secret) {
        boolean right = secret.isEmpty() || secret.matches("whsec_[\\w+/]+={0,2}") && length(secret) >= 24
                && length(secret) <= 64;
        return right ? Optional.empty() : Optional.of("is not whsec_ and the base64 of 24 to 64 bytes: make one with "
                + "echo whsec_$(openssl rand -base64 32), and let the receiver know it");
    }

    private static int length(String secret) {
        try {
            return Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")).length;
        } catch (IllegalArgumentException none) {
            return 0;
        }
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
