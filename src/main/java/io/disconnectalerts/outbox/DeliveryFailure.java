package io.disconnectalerts.outbox;

import java.time.Duration;

/**
 * Why a delivery did not succeed, and with it what the outbox does next. A route that consumes from an
 * outbox throws one of these; every other exception counts as {@link BackOff}. The text reaches logs, health and
 * operators, so it never holds a secret.
 */
public abstract sealed class DeliveryFailure extends Exception {

    private DeliveryFailure(String why) {
        super(why, null, false, false);
    }

    /** What to do about each kind of failure: a new kind does not compile until everybody who acts on one handles it. */
    interface Acts<T> {
        T after(RetryAfter failure);

        T after(BackOff failure);

        T after(Blocked failure);

        T after(Unacceptable failure);
    }

    abstract <T> T act(Acts<T> acts);

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
        <T> T act(Acts<T> acts) {
            return acts.after(this);
        }
    }

    /** The receiver, or the way to it, is out of order: tried again after 1 s, doubling to 60 s. */
    public static final class BackOff extends DeliveryFailure {
        static final int FOREVER = Integer.MAX_VALUE;
        private final int patience;

        public BackOff(String why) {
            this(why, FOREVER);
        }

        /** @param patience how many tries may end like this before the message itself counts as {@link Unacceptable}. */
        public BackOff(String why, int patience) {
            super(why);
            this.patience = patience;
        }

        public int patience() {
            return patience;
        }

        @Override
        <T> T act(Acts<T> acts) {
            return acts.after(this);
        }
    }

    /** Nothing can be delivered until somebody mends a setting: everything is kept, and tried again every 60 s. */
    public static final class Blocked extends DeliveryFailure {
        private final String setting;

        /** @param setting the last part of the setting's name ({@code token}, {@code secret}, ...); the outbox's name is the first. */
        public Blocked(String setting, String why) {
            super(why);
            this.setting = setting;
        }

        public String setting() {
            return setting;
        }

        @Override
        <T> T act(Acts<T> acts) {
            return acts.after(this);
        }
    }

    /** The receiver will never take this content: sent once more in its plainest form, then parked. */
    public static final class Unacceptable extends DeliveryFailure {
        public Unacceptable(String why) {
            super(why);
        }

        @Override
        <T> T act(Acts<T> acts) {
            return acts.after(this);
        }
    }
}
