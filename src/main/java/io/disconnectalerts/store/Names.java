package io.disconnectalerts.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/** Any number of names as one parameter: those of a JSON object, which both databases take apart. */
public final class Names {
    private Names() {
    }

    /** The parameter of {@link Dialect#names}. */
    public static String json(Collection<String> names) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> object.put(Storable.text(name), ""));
        return object.toString();
    }
}
