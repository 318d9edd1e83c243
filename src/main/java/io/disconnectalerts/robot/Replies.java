package io.disconnectalerts.robot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.disconnectalerts.delivery.DeliveryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What one platform's answers mean. Robots answer HTTP 200 even when they refuse; the truth is a code in the body. A
 * code counts in whatever form it comes, but only the number 0 is success. What nobody knows gives nothing up.
 *
 * @param codeFields where the code stands; the first that is there counts
 * @param meanings the first row that covers an answer counts
 */
record Replies(List<String> codeFields, List<Meaning> meanings) {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What is no UTF-8 may be GBK, which this contains; a header need not say so. */
    private static final Charset CHINESE = Charset.forName("GB18030");
    private static final List<String> WORDS = List.of("errmsg", "msg", "StatusMessage", "message");
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int LONGEST_TEXT = 200;
    private static final Duration UNKNOWN_THROTTLE = Duration.ofSeconds(60);
    private static final Pattern THROTTLING = Pattern.compile(
            "too fast|too many|frequen|limit|exceed .* per|限流|太快", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern DIGITS = Pattern.compile("-?\\d{1,18}");

    /**
     * @param reset seconds until the platform listens again, from its rate limit header, or null
     * @param mask hides what no log may show, should the platform echo it
     * @return empty for a message that was accepted
     */
    Optional<DeliveryFailure> read(int status, InputStream body, String reset, Supplier<ClockOffset> clock,
            UnaryOperator<String> mask) throws IOException {
        JsonNode answer = parse(body);
        JsonNode field = first(answer, codeFields);
        boolean success = status >= 200 && status < 300;
        if (success && field.isIntegralNumber() && field.canConvertToInt() && field.intValue() == 0) {
            return Optional.empty();
        }
        String text = printable(mask.apply(first(answer, WORDS).asText("")));
        Optional<Long> code = code(field).filter(any -> any != 0 && (success || status >= 400 && status < 500));
        DeliveryFailure failure = code.map(known -> judge(known, text, clock.get()))
                .orElseGet(() -> unreadable(status, text));
        return Optional.of(patient(failure, reset).coded(code.map(String::valueOf).orElse("HTTP " + status)));
    }

    /** The beginning of an answer that is in no form, fit for a line. */
    static String said(InputStream body, UnaryOperator<String> mask) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.readNBytes(LONGEST_ANSWER);
        return clipped(printable(mask.apply(new String(bytes, StandardCharsets.UTF_8))));
    }

    private static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    }

    private DeliveryFailure judge(long code, String text, ClockOffset clock) {
        String why = (code + " " + clipped(text)).strip();
        return meanings.stream().filter(meaning -> meaning.covers(code, text, clock)).findFirst()
                .map(meaning -> meaning.failure().apply(why, clock))
                .orElseGet(() -> unknown(why + ": no code this program knows", THROTTLING.matcher(text).find()));
    }

    private static DeliveryFailure unreadable(int status, String text) {
        String why = ("HTTP " + status + " " + clipped(text)).strip() + ", not an answer of the robot";
        return unknown(why, status == 429);
    }

    private static DeliveryFailure unknown(String why, boolean throttled) {
        return throttled ? new DeliveryFailure.RetryAfter(why, UNKNOWN_THROTTLE) : new DeliveryFailure.BackOff(why);
    }

    private static DeliveryFailure patient(DeliveryFailure failure, String reset) {
        if (!(failure instanceof DeliveryFailure.RetryAfter) || reset == null || !SECONDS.matcher(reset).matches()) {
            return failure;
        }
        return new DeliveryFailure.RetryAfter(failure.getMessage(),
                Duration.ofSeconds(Math.max(1, Long.parseLong(reset))));
    }

    private static JsonNode first(JsonNode answer, List<String> fields) {
        return fields.stream().map(answer::path).filter(field -> !field.isMissingNode() && !field.isNull()).findFirst()
                .orElse(JSON.missingNode());
    }

    /** A whole number, if it is one, also as text or with nothing but zeros behind its point. */
    private static Optional<Long> code(JsonNode field) {
        if (field.canConvertToExactIntegral() && field.canConvertToLong()) {
            return Optional.of(field.longValue());
        }
        return Optional.of(field.asText("").strip()).filter(text -> DIGITS.matcher(text).matches()).map(Long::valueOf);
    }

    private static String clipped(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_TEXT
                ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT)) + "...";
    }

    private static JsonNode parse(InputStream body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.readNBytes(LONGEST_ANSWER);
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException notUtf8) {
            try {
                return JSON.readTree(new String(bytes, CHINESE));
            } catch (JsonProcessingException notJson) {
                return JSON.missingNode();
            }
        }
    }
}
