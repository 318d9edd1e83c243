package io.disconnectalerts.mqtt;

/** How long to wait before another try: 1 s, doubling to 30 s. */
final class BackOff {

    static final int LONGEST_S = 30;

    private BackOff() {
    }

    /** @param failures how many tries have failed, at least one. */
    static int seconds(int failures) {
        return Math.min(LONGEST_S, 1 << Math.min(failures - 1, 5));
    }
}
