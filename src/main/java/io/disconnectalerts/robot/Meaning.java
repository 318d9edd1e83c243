package io.disconnectalerts.robot;

import io.disconnectalerts.delivery.DeliveryFailure;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** One row of a platform's table: which answers, by code, words and clock, and what the outbox must know of them. */
record Meaning(long[] codes, Pattern words, Predicate<ClockOffset> clock,
        BiFunction<String, ClockOffset, DeliveryFailure> failure) {

    private static final Pattern ANY = Pattern.compile("");
    private static final String KAMELET = "kamelet";

    private static Meaning of(long[] codes, Function<String, DeliveryFailure> failure) {
        return signed(codes, (why, clock) -> failure.apply(why));
    }

    private static Meaning signed(long[] codes, BiFunction<String, ClockOffset, DeliveryFailure> failure) {
        return new Meaning(codes, ANY, any -> true, failure);
    }

    /** The platform has a hiccup of its own. */
    static Meaning busy(long... codes) {
        return of(codes, DeliveryFailure.BackOff::new);
    }

    /** The quota is used up; {@code seconds} is how long the platform is known to stay shut. */
    static Meaning throttled(int seconds, long... codes) {
        return of(codes, why -> new DeliveryFailure.RetryAfter(why, Duration.ofSeconds(seconds)));
    }

    /** Nothing will pass until somebody mends {@code setting}; {@code advice} says how. */
    static Meaning blocked(String setting, String advice, long... codes) {
        return of(codes, why -> new DeliveryFailure.Blocked(setting, why + ": " + advice));
    }

    /** The signature was made with another secret than the robot's; {@code advice} says where that is. */
    static Meaning wrongSecret(String advice, long... codes) {
        return signed(codes, (why, clock) -> new DeliveryFailure.Blocked("secret",
                why + ": " + advice + (clock.notable() ? ", and " + clock : clock.known() ? "" : ", or " + clock)));
    }

    /** The signature was made at another time than the platform's. */
    static Meaning wrongClock(long... codes) {
        return signed(codes, (why, clock) -> new DeliveryFailure.Blocked("clock", why + ": "
                + (clock.notable() || !clock.known() ? clock
                : "the platform takes the clock of this machine to be off, though its own agrees")));
    }

    /** The platform does not understand what the kamelet makes of a message, whatever the message says. */
    static Meaning misshapen(long... codes) {
        return blocked(KAMELET, "the platform does not understand the request the kamelet makes of a message", codes);
    }

    /** This very message is what the platform does not take. */
    static Meaning refused(long... codes) {
        return of(codes, DeliveryFailure.Unacceptable::new);
    }

    /** The platform does not take this message, or what the kamelet makes of every one: the plainest form will tell. */
    static Meaning doubtful(long... codes) {
        return of(codes, why -> new DeliveryFailure.Unacceptable(KAMELET, why));
    }

    /** Narrows a code with several meanings to the answers whose words contain {@code regex}. */
    Meaning when(String regex) {
        return new Meaning(codes, Pattern.compile(regex, Pattern.CASE_INSENSITIVE), clock, failure);
    }

    /** Narrows a code with several meanings to the answers that come while the clock spoils every signature. */
    Meaning whenTheClockIsOff() {
        return new Meaning(codes, words, ClockOffset::spoilsSignatures, failure);
    }

    boolean covers(long code, String text, ClockOffset now) {
        return LongStream.of(codes).anyMatch(known -> known == code) && words.matcher(text).find() && clock.test(now);
    }
}
