package io.disconnectalerts.robot;

import io.disconnectalerts.outbox.DeliveryFailure;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** One row of a platform's table: which answer codes it is about and what the outbox must know of them. */
record Meaning(int[] codes, Pattern message, Function<String, DeliveryFailure> failure) {

    private static final Pattern ANY = Pattern.compile("");

    /** The platform has a hiccup of its own. */
    static Meaning busy(int... codes) {
        return new Meaning(codes, ANY, DeliveryFailure.BackOff::new);
    }

    /** The quota is used up; {@code seconds} is how long the platform is known to stay shut. */
    static Meaning throttled(int seconds, int... codes) {
        return new Meaning(codes, ANY, why -> new DeliveryFailure.RetryAfter(why, Duration.ofSeconds(seconds)));
    }

    /** Nothing will pass until somebody mends {@code setting}; {@code advice} says how. */
    static Meaning blocked(String setting, String advice, int... codes) {
        return new Meaning(codes, ANY, why -> new DeliveryFailure.Blocked(setting, why + ": " + advice));
    }

    /** This very message is what the platform does not take. */
    static Meaning refused(int... codes) {
        return new Meaning(codes, ANY, DeliveryFailure.Unacceptable::new);
    }

    /** Narrows a code with several meanings to the answers whose message contains {@code regex}. */
    Meaning when(String regex) {
        return new Meaning(codes, Pattern.compile(regex, Pattern.CASE_INSENSITIVE), failure);
    }

    boolean covers(int code, String text) {
        return IntStream.of(codes).anyMatch(known -> known == code) && message.matcher(text).find();
    }
}
