package io.disconnectalerts.robot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.outbox.DeliveryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What one platform's answers mean. Robots answer HTTP 200 even when they refuse; the truth is a code in the body.
 *
 * @param codeFields where the code stands; the first that is there counts, 0 is success
 * @param textField where the platform's own words stand
 * @param meanings the first row that covers an answer counts
 */
record Replies(List<String> codeFields, String textField, List<Meaning> meanings) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int LONGEST_TEXT = 200;
    private static final Duration UNKNOWN_THROTTLE = Duration.ofSeconds(60);
    private static final int TRIES_OF_AN_UNKNOWN_CODE = 2;
    private static final Pattern LOOKS_LIKE_THROTTLING = Pattern.compile(
            "too fast|too many|frequen|limit|exceed .* per|限流|太快", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /**
     * @param reset seconds until the platform listens again, from its rate limit header, or null
     * @param mask hides what no log may show, should the platform echo it
     * @return empty for a message that was accepted
     */
    Optional<DeliveryFailure> read(int status, InputStream body, String reset, UnaryOperator<String> mask)
            throws IOException {
        JsonNode answer = parse(body);
        Optional<Integer> code = codeFields.stream().map(answer::path).filter(JsonNode::isIntegralNumber)
                .filter(JsonNode::canConvertToInt).map(JsonNode::intValue).findFirst();
        boolean success = status >= 200 && status < 300;
        if (success && code.filter(c -> c == 0).isPresent()) {
            return Optional.empty();
        }
        boolean judged = code.filter(c -> c != 0).isPresent() && (success || status >= 400 && status < 500);
        return Optional.of(patient(judged ? judge(code.get(), text(answer, mask)) : unreadable(status), reset));
    }

    private DeliveryFailure judge(int code, String text) {
        String why = (code + " " + clipped(text)).strip();
        return meanings.stream().filter(meaning -> meaning.covers(code, text)).findFirst()
                .map(meaning -> meaning.failure().apply(why))
                .orElseGet(() -> LOOKS_LIKE_THROTTLING.matcher(text).find()
                        ? new DeliveryFailure.RetryAfter(why, UNKNOWN_THROTTLE)
                        : new DeliveryFailure.BackOff(why, TRIES_OF_AN_UNKNOWN_CODE));
    }

    private DeliveryFailure unreadable(int status) {
        String why = "HTTP " + status + ", not an answer of the robot";
        return status == 429 ? new DeliveryFailure.RetryAfter(why, UNKNOWN_THROTTLE) : new DeliveryFailure.BackOff(why);
    }

    private static DeliveryFailure patient(DeliveryFailure failure, String reset) {
        if (!(failure instanceof DeliveryFailure.RetryAfter) || reset == null || !SECONDS.matcher(reset).matches()) {
            return failure;
        }
        return new DeliveryFailure.RetryAfter(failure.getMessage(),
                Duration.ofSeconds(Math.max(1, Long.parseLong(reset))));
    }

    private String text(JsonNode answer, UnaryOperator<String> mask) {
        return UNPRINTABLE.matcher(mask.apply(answer.path(textField).asText())).replaceAll(" ");
    }

    private static String clipped(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_TEXT
                ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT)) + "...";
    }

    private static JsonNode parse(InputStream body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.readNBytes(LONGEST_ANSWER);
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }
}
