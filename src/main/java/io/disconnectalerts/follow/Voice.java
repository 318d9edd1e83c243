package io.disconnectalerts.follow;

import io.disconnectalerts.store.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says in words what is decided, and has it told in the transaction that decides.
 *
 * @param <M> a message, and whom it is addressed to
 */
public interface Voice<M> {

    /**
     * What is told of a loss; empty if nobody is told.
     *
     * @param plain    what is told of its event, to whom it concerns; null if it concerns nobody
     * @param decision that it is told, to whom and as what
     * @param before   what was told, and has no end
     */
    Optional<M> lost(Session session, String subject, M plain, Decision decision, Told before) throws SQLException;

    /**
     * The same once more: it was told before, and had its end.
     *
     * @param key what it is called now
     */
    M again(M lost, String key);

    /**
     * What is told of a beginning; empty if its end of a loss is enough.
     *
     * @param lost whether a loss was known that it may end
     */
    Optional<M> began(String subject, boolean lost, M plain);

    /** Tells whoever knows of it what else was decided. */
    void end(Session session, List<Ended<M>> ended) throws SQLException;

    /**
     * A decision that may end what was told.
     *
     * @param heard what is told of the event that led to it; null if nothing is
     */
    record Ended<M>(String subject, Decision decision, M heard) {
    }

    /** What is worth counting of what is told, and how urgent it is ({@code severity}), by name. */
    Map<String, String> facets(M told);

    /** Tells each. */
    List<Reached> tell(Session session, List<M> messages) throws SQLException;

    /**
     * What became of a message.
     *
     * @param fresh  whether it was not there before
     * @param robots whom it was not told before; none as well, if it is kept from all
     */
    record Reached(boolean fresh, Set<String> robots) {
        static final Reached NOBODY = new Reached(false, Set.of());
    }

    /** For each, whether anybody was told before. */
    List<Boolean> told(Session session, List<M> messages) throws SQLException;

    /** What is committed. */
    void decided(List<Decision> decisions);
}
