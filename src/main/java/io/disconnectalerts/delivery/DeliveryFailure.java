package io.disconnectalerts.delivery;

import java.time.Duration;

/**
 * Why a delivery did not succeed, and with it what the outbox does next: what who delivers and who keeps agree on. A
 * route that consumes from an outbox throws one of these; every other exception counts as {@link BackOff}. The text
 * reaches logs, health and operators, so it never holds a secret.
 */
public abstract sealed class DeliveryFailure extends Exception {

    private String code = "";

    private DeliveryFailure(String why) {
        super(why, null, false, false);
    }

    /** What went wrong in a word or two, such as {@code HTTP 502}, however the text goes on; empty if none is known. */
    public String code() {
        return code;
    }

    /** The same with its {@link #code}. */
    public DeliveryFailure coded(String code) {
        this.code = code;
        return this;
    }

    /**
     * What to do about each kind of failure: a new kind does not compile until everybody who acts on one handles it.
     */
    public interface Acts<T> {
        T after(RetryAfter failure);

        T after(BackOff failure);

        T after(Blocked failure);

        T after(Unacceptable failure);
    }

    /** What {@code acts} makes of this kind. */
    public abstract <T> T act(Acts<T> acts);

    /** The receiver named, or is known for, the time it wants to be left alone: nothing is sent before that. */
    public static final class RetryAfter extends DeliveryFailure {
        /** No pause is longer, whatever a receiver names. */
        public static final Duration LONGEST = Duration.ofHours(1);
        private final Duration pause;

        public RetryAfter(String why, Duration pause) {
            super(why);
            this.pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        }

        public Duration pause() {
            return pause;
        }

        @Override
        public <T> T act(Acts<T> acts) {
            return acts.after(this);
        }
    }

    /**
     * The receiver, or the way to it, is out of order, or says what nobody understands: tried again after 1 s, doubling
     * to 60 s, for ever.
     */
    public static final class BackOff extends DeliveryFailure {
        public BackOff(String why) {
            super(why);
        }

        @Override
        public <T> T act(Acts<T> acts) {
            return acts.after(this);
        }
    }

    /** Nothing can be delivered until somebody mends a setting: everything is kept, and tried again every 60 s. */
    public static final class Blocked extends DeliveryFailure {
        private final String setting;

        /**
         * @param setting the last part of the setting's name ({@code token}, {@code secret}, ...); the outbox's name is
         *          the first.
         */
        public Blocked(String setting, String why) {
            super(why);
            this.setting = setting;
        }

        public String setting() {
            return setting;
        }

        @Override
        public <T> T act(Acts<T> acts) {
            return acts.after(this);
        }
    }

    /**
     * The receiver will never take this content: sent once more in its plainest form, then parked. Where it may be no
     * fault of the content after all, what is refused in its plainest form too is kept, as {@link Blocked}.
     */
    public static final class Unacceptable extends DeliveryFailure {
        private final String setting;

        public Unacceptable(String why) {
            this(null, why);
        }

        /** @param setting as in {@link Blocked}: what else may be at fault. */
        public Unacceptable(String setting, String why) {
            super(why);
            this.setting = setting;
        }

        /** What else may be at fault, or null if it is this content for sure. */
        public String setting() {
            return setting;
        }

        @Override
        public <T> T act(Acts<T> acts) {
            return acts.after(this);
        }
    }
}
