package io.disconnectalerts.follow;

import java.util.Locale;

/** What became of the end of a session that nobody was told of. */
public enum Outcome {
    /** The device was back in time. */
    BLIP,
    /** Another session took its place, and was seen. */
    REPLACED,
    /** People know that it comes and goes. */
    SUPPRESSED,
    /** Its rule says that nobody has to know. */
    QUIET,
    /** Another end of the same session is the one that counts. */
    DUPLICATE,
    /** No robot's filter let it through. */
    UNADDRESSED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
