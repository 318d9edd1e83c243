package io.disconnectalerts.follow;

import java.util.List;

/** The past of a subject after one more step, and what was decided in it. */
public record Followed(Past past, List<Decision> decisions) {
}
