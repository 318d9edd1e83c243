package io.disconnectalerts.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Any number of names as one parameter: those of a JSON object, which both databases take apart. */
public final class Names {
    private Names() {
    }

    /** The parameter of {@link Dialect#names}. */
    public static String json(Collection<String> names) {
        Map<String, String> object = new LinkedHashMap<>();
        names.forEach(name -> object.put(name, ""));
        return JsonObject.of(object);
    }
}
