package io.disconnectalerts.follow;

import java.util.Objects;

/**
 * Where a session is: what tells two sessions apart that began in the same millisecond, or whose beginning nobody said.
 * What is empty is unknown, and contradicts nothing.
 *
 * @param node     the broker's node, whose clock stamps the session
 * @param host     the device's address
 * @param peername the device's address and port, which no other connection has meanwhile; empty without a port
 */
public record Place(String node, String host, String peername) {
    static final Place UNKNOWN = new Place("", "", "");

    public Place {
        Objects.requireNonNull(node);
        peername = peername.equals(host) ? "" : peername;
    }

    /** Whether it says the same connection beyond doubt, of whichever node, if that is not said. */
    boolean is(Place other) {
        return agree(node, other.node) && peername.equals(other.peername) && !peername.isEmpty();
    }

    /** Whether it can be the same connection. The same host may be written in two ways, so it is not asked. */
    boolean mayBe(Place other) {
        return agree(node, other.node) && agree(peername, other.peername);
    }

    /** Whether the device has the same address, as far as it is said. */
    boolean sameHost(Place other) {
        return agree(host, other.host);
    }

    /** Whether both are stamped by the same clock. */
    boolean sameNode(Place other) {
        return node.equals(other.node) && !node.isEmpty();
    }

    Place or(Place other) {
        return new Place(node.isEmpty() ? other.node : node, host.isEmpty() ? other.host : host,
                peername.isEmpty() ? other.peername : peername);
    }

    private static boolean agree(String one, String other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }
}
