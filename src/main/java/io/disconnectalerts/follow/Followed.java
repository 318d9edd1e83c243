package io.disconnectalerts.follow;

import java.util.List;

/** The past of a subject after one more step, and what was decided in it. */
public record Followed(Past past, List<Decision> decisions) {

    /** The decision by which robots are told of a loss; null if they are not. */
    Decision telling() {
        for (Decision decision : decisions) {
            if (decision.shown() != null) {
                return decision;
            }
        }
        return null;
    }

    /** That loss; null if there is none. */
    Fact loss() {
        Decision telling = telling();
        return telling == null ? null : telling.shown().handed();
    }
}
