package io.disconnectalerts.check;

import io.disconnectalerts.bundle.RouteFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** An address in parts, {@code uri: outbox} with {@code parameters:}, that lacks the part which names what it is. */
final class Nameless {
    private static final Pattern CAMELS =
            Pattern.compile("Option (\\w+) is required when creating endpoint uri with syntax ([\\w-]+):.*");

    private Nameless() {
    }

    /** Camel says which scheme, and not where. */
    static Optional<Finding> of(RouteFile file, String sentence) {
        Matcher camels = CAMELS.matcher(sentence);
        return !camels.lookingAt() ? Optional.empty()
                : new Compose(LoadSettings.builder().build()).composeString(file.text()).stream()
                .flatMap(Nameless::mappings).filter(step -> camels.group(2).equals(word(value(step, "uri"))))
                .filter(step -> !(value(step, "parameters") instanceof MappingNode parameters)
                        || value(parameters, camels.group(1)) == null)
                .findFirst().map(step -> finding(file, step, camels.group(2), camels.group(1)));
    }

    private static Finding finding(RouteFile file, MappingNode step, String scheme, String option) {
        List<Node> written = value(step, "parameters") instanceof MappingNode parameters
                ? parameters.getValue().stream().map(NodeTuple::getKeyNode).toList() : List.of();
        return written.stream().filter(key -> Nearest.of(word(key), List.of(option)).isPresent()).findFirst()
                .map(key -> new Finding(file.name(), line(key), "", scheme + " has no parameter " + word(key)
                        + ": did you mean " + option + "?"))
                .orElseGet(() -> new Finding(file.name(), line(value(step, "uri")), "", sentence(scheme, option)));
    }

    static String sentence(String scheme, String option) {
        return scheme + " lacks its " + option + ": add it to its parameters";
    }

    private static Stream<MappingNode> mappings(Node node) {
        return node instanceof SequenceNode list ? list.getValue().stream().flatMap(Nameless::mappings)
                : node instanceof MappingNode map ? Stream.concat(Stream.of(map),
                    map.getValue().stream().map(NodeTuple::getValueNode).flatMap(Nameless::mappings))
                : Stream.empty();
    }

    private static Node value(MappingNode map, String key) {
        return map.getValue().stream().filter(tuple -> key.equals(word(tuple.getKeyNode()))).findFirst()
                .map(NodeTuple::getValueNode).orElse(null);
    }

    private static String word(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
