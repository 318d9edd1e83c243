package io.disconnectalerts.program;

/** Whether what takes minutes runs in full, under {@code mvn -Psoak verify}, or shortened. */
final class Soak {
    static final boolean ON = System.getProperty("soak") != null;

    private Soak() {
    }

    static <T> T or(T full, T shortened) {
        return ON ? full : shortened;
    }
}
