package io.disconnectalerts.event;

/**
 * What an event is about: {@code client:<clientid>}, {@code alarm:<node>/<name>}. A device's past is kept by it, and no
 * index takes text of any length (PostgreSQL's 2,704 bytes), so what is longer is told apart by its hash.
 */
public final class Subject {
    /** What those of clients begin with. */
    public static final String CLIENT = "client:";
    private static final int LONGEST = 400;

    private Subject() {
    }

    public static String client(String clientid) {
        return CLIENT + bounded(clientid);
    }

    public static String alarm(String alarm) {
        return "alarm:" + bounded(alarm);
    }

    /** {@code client} or {@code alarm}. */
    public static String family(String subject) {
        return subject.substring(0, subject.indexOf(':'));
    }

    /** What it is told apart by from others of its family. */
    public static String id(String subject) {
        return subject.substring(subject.indexOf(':') + 1);
    }

    private static String bounded(String id) {
        int end = LONGEST - (id.length() > LONGEST && Character.isHighSurrogate(id.charAt(LONGEST - 1)) ? 1 : 0);
        return id.length() <= LONGEST ? id : id.substring(0, end) + "~" + Event.hash(id);
    }
}
