package io.disconnectalerts.follow;

import java.util.List;

/** The past of a subject after one more step, and what was decided in it. */
public record Followed(Past past, List<Decision> decisions) {

    /** The decision by which robots are told of a loss; null if they are not. */
    Decision telling() {
        return decisions.stream().filter(decision -> decision.shown() != null).findFirst().orElse(null);
    }

    /** That loss; null if there is none. */
    Fact loss() {
        return telling() == null ? null : telling().shown().handed();
    }
}
