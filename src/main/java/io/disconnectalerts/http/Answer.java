package io.disconnectalerts.http;

/**
 * What an HTTP entrance answers. EMQX repeats a request only on 429 and 503, and ignores the text; people read it.
 *
 * @param status HTTP status
 * @param text   one sentence
 */
public record Answer(int status, String text) {

    /** @param refused why nothing could be read, or null if something was taken */
    public static Answer of(String refused) {
        return refused == null ? new Answer(202, "committed\n")
                : new Answer(400, "refused and parked: " + refused + "\n");
    }

    /**
     * @param refused  why nothing could be read, or null if something was taken
     * @param tooLarge true if the body, once decoded, is larger than 1 MiB, and was neither read nor parked; or null
     */
    public static Answer of(String refused, Boolean tooLarge) {
        return tooLarge == null ? of(refused) : new Answer(413, "larger than 1 MiB once it is decoded\n");
    }

    /** What was asked for is wrong, and nothing was done. */
    public static Answer wrong(String why) {
        return new Answer(400, why + "\n");
    }

    /** A device is forgotten, or none of that id is gone. */
    public static Answer forgotten(boolean found) {
        return found ? new Answer(204, "") : new Answer(404, "no device of that client id is gone\n");
    }

    /** A silence has begun. */
    public static Answer begun(String silence) {
        return new Answer(201, silence);
    }

    /** A silence is over, or there is none of that id. */
    public static Answer ended(boolean found) {
        return found ? new Answer(204, "") : new Answer(404, "no silence of that id goes on or is to begin\n");
    }

    /** It was parked, and is there no more. */
    public static Answer discarded(boolean found) {
        return found ? new Answer(204, "") : absent();
    }

    /** Nothing of that number is parked. */
    public static Answer absent() {
        return new Answer(404, "nothing of that number is parked\n");
    }

    /** The store could not do it, or something unexpected is wrong. */
    public static Answer later() {
        return new Answer(503, "cannot be done now, send it again later\n");
    }
}
