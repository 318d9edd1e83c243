package io.disconnectalerts.follow;

import io.disconnectalerts.follow.Past.Fate;
import java.util.List;

/** The past of a subject after one more step, and what was decided in it. */
public record Followed(Past past, List<Decision> decisions) {

    /** Whether robots are to hear of the loss now, or have heard of it since the subject was well. */
    public boolean tells(Fact loss) {
        return past.known().stream().anyMatch(one -> one.fact().key().equals(loss.key())
                && (one.fate() == Fate.HANDED || one.fate() == Fate.TOLD));
    }

    /** Whether a loss is known, so that a beginning may end one. */
    public boolean lost() {
        return past.facts().stream().anyMatch(Fact::loss);
    }
}
