package io.disconnectalerts.event;

import io.disconnectalerts.settings.FullWidth;
import io.disconnectalerts.settings.Malformed;
import io.disconnectalerts.settings.Typo;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a file under {@code brokers}, and what is wrong with it, line by line. */
final class BrokerFile {
    /** One that holds no secret. */
    private static final Pattern HEADER = Pattern.compile("(?i)(?!(proxy-)?authorization$|cookie$)[\\w-]*");
    private static final Set<String> KEYS = Set.of("title", "source", "subscribe", "fallback", "header", "match",
            "topics", "event", "events", "fields", "reasons", "at", "unit", "zone", "session", "counter", "scope",
            "constants");
    private static final Set<String> FREE = Set.of("title", "source");
    private static final Set<String> FIELDS =
            Set.of("clientid", "username", "reason", "peername", "peerhost", "listener", "node", "name");
    private static final Map<String, Integer> UNITS =
            Map.of("seconds", 9, "milliseconds", 6, "microseconds", 3, "nanoseconds", 0);
    private static final String ANY = "any";
    private static final Pattern FIELD = Pattern.compile("[^\\s,;，；、/{}]*[^\\s,;，；、/{}.]");
    private static final Pattern SEVERAL = Pattern.compile("[，；、]");

    private final String file;
    private final String text;
    private final List<Fault> faults = new ArrayList<>();
    /** Words that are others than they look; what else is wrong in their lines comes of it. */
    private final List<Fault> slips = new ArrayList<>();
    private final Map<String, Node> content = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Broker broker;

    private BrokerFile(String file, String text) {
        this.file = file;
        this.text = text;
        load(text);
        if (content.isEmpty()) {
            this.broker = broker("");
            return;
        }
        for (String required : List.of("title", "source")) {
            if (!content.containsKey(required)) {
                wrong(0, "it has no " + required + ", which says " + (required.equals("title")
                        ? "what people call the broker" : "where its events are described"));
            }
        }
        for (String topic : strings("subscribe")) {
            filter(topic, line("subscribe"));
        }
        strings("source");
        String header = text("header");
        if (!HEADER.matcher(header).matches()) {
            wrong(line("header"), header + " is no name of a header that says what happened, such as vernemq-hook");
        }
        if (content.containsKey("event") && strings("event").isEmpty()) {
            wrong(line("event"), "event names no field: write where the broker says what happened, or delete the line");
        }
        this.broker = broker(text("title"));
        if (broker.match().isEmpty() && broker.topics().isEmpty() && broker.header().isEmpty() && !broker.fallback()) {
            wrong(0, "nothing is known to be its own: it needs topics, or a match or a header by which its events are "
                    + "known");
        }
        levels();
    }

    static BrokerFile read(String file, String text) {
        return new BrokerFile(file, text);
    }

    Broker broker() {
        return broker;
    }

    List<Fault> faults() {
        return Stream.concat(slips.stream(), faults.stream().filter(fault -> slips.stream()
                .noneMatch(slip -> slip.line() == fault.line()))).toList();
    }

    /** The words that its reasons become, each as if it were wrong. */
    List<Fault> reasons() {
        return content.get("reasons") instanceof MappingNode reasons ? reasons.getValue().stream()
                .map(NodeTuple::getValueNode).filter(ScalarNode.class::isInstance).map(ScalarNode.class::cast)
                .map(word -> new Fault(file, line(word), "the reason " + word.getValue() + " is new", word.getValue(),
                    Set.of())).toList() : List.of();
    }

    String text() {
        return text;
    }

    /** @param what a key or a topic of the file */
    Fault fault(String what, String sentence) {
        return new Fault(file, line(what), sentence, "", Set.of());
    }

    private void load(String text) {
        try {
            Node root = new Compose(LoadSettings.builder().setLabel(file).build()).composeString(text).orElse(null);
            if (root instanceof MappingNode) {
                slips(root, FREE);
                content.putAll(entries(root, KEYS));
            } else {
                wrong(0, root == null ? "it is empty" : "it holds no keys such as title: and fields:");
            }
        } catch (MarkedYamlEngineException malformed) {
            Malformed slip = Malformed.of(malformed, text);
            wrong(slip.line(), slip.sentence());
        } catch (YamlEngineException malformed) {
            wrong(0, malformed.getMessage());
        }
    }

    /** @param free the keys of what may be any text */
    private void slips(Node node, Set<String> free) {
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> {
                slips(entry.getKeyNode(), Set.of());
                if (!(entry.getKeyNode() instanceof ScalarNode key) || !free.contains(key.getValue())) {
                    slips(entry.getValueNode(), Set.of());
                }
            });
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(each -> slips(each, Set.of()));
        } else if (node instanceof ScalarNode word && !SEVERAL.matcher(word.getValue()).find()) {
            FullWidth.slipInName(word.getValue()).ifPresent(why ->
                    slips.add(new Fault(file, line(word), word.getValue() + " " + why, "", Set.of())));
        }
    }

    private Broker broker(String title) {
        Map<String, List<Source>> fields = new LinkedHashMap<>();
        FIELDS.forEach(field -> fields.put(field, List.of(Source.of(field))));
        entries("fields", FIELDS).forEach((field, names) -> fields.put(field, named(field, names)));
        Map<String, String> events = new LinkedHashMap<>();
        entries("events", null).forEach((written, name) -> events.put(EventName.bare(written), event(name)));
        Map<String, String> reasons = new LinkedHashMap<>();
        Map<String, String> begins = new TreeMap<>(
                Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        entries("reasons", null).forEach((written, word) -> reason(written, word, reasons, begins));
        Map<String, String> constants = new LinkedHashMap<>();
        entries("constants", null).forEach((name, value) -> constants.put(name, text(value)));
        return new Broker(file.replaceFirst("\\.ya?ml$", ""), title, flag("fallback"), text("header"), match(),
                topics(), sources(content.get("event")), events, fields, reasons, begins, at(), form(),
                source("session"), sources(content.get("counter")), sources(content.get("scope")), constants);
    }

    private void reason(String written, Node word, Map<String, String> reasons, Map<String, String> begins) {
        String small = written.toLowerCase(Locale.ROOT);
        if (small.indexOf('*') >= 0 && small.indexOf('*') < small.length() - 1) {
            wrong(line(written), written + " has a * that is not its end: it stands for how a reason goes on");
        }
        (small.endsWith("*") ? begins : reasons).put(small.replace("*", ""), text(word));
    }

    /** A level of a topic that is named almost like what is read, and so is not. */
    private void levels() {
        Set<String> read = new TreeSet<>(broker.constants().keySet());
        Stream.of(broker.fields().values().stream(), broker.at().values().stream(),
                Stream.of(broker.event(), broker.scope())).flatMap(lists -> lists).flatMap(List::stream)
                .map(Source::name).forEach(read::add);
        broker.topics().keySet().forEach(topic -> topic.names().filter(name -> !read.contains(name)).forEach(name ->
                Typo.of(name, read, near -> near.length() / 3)
                .filter(near -> !FullWidth.holds(near)).ifPresent(near -> wrong(line(topic.written()),
                        "nothing reads {" + name + "}: did you mean {" + near + "}?"))));
    }

    /** All of a list of names, or of names with values; a list of those is as many ways. */
    private List<Map<List<String>, Set<String>>> match() {
        Node match = content.get("match");
        boolean several = match instanceof SequenceNode list
                && list.getValue().stream().noneMatch(ScalarNode.class::isInstance);
        List<Node> ways = several ? ((SequenceNode) match).getValue() : match == null ? List.of() : List.of(match);
        return ways.stream().map(this::way).filter(way -> !way.isEmpty()).toList();
    }

    private Map<List<String>, Set<String>> way(Node node) {
        Map<List<String>, Set<String>> way = new LinkedHashMap<>();
        if (node instanceof MappingNode) {
            entries(node, null).forEach((field, values) ->
                    way.put(path(field, node), isNull(values) ? Set.of() : values(values)));
        } else {
            strings(node).forEach(field -> way.put(path(field, node), Set.of()));
        }
        return way;
    }

    private List<String> path(String field, Node way) {
        return source(field, lines.getOrDefault(field, line(way))).path();
    }

    private Set<String> values(Node node) {
        List<String> values = strings(node);
        values.stream().filter(value -> SEVERAL.matcher(value).find()).forEach(value ->
                wrong(line(node), value + " is one value: several stand as [online, offline]"));
        return Set.copyOf(values);
    }

    private Map<TopicFilter, String> topics() {
        Map<TopicFilter, String> topics = new LinkedHashMap<>();
        entries("topics", null).forEach((topic, name) -> {
            TopicFilter filter = filter(topic, line(topic));
            if (filter != null) {
                topics.put(filter, isNull(name) ? "" : event(name));
            }
        });
        return topics;
    }

    private TopicFilter filter(String written, int line) {
        try {
            return TopicFilter.of(written);
        } catch (IllegalArgumentException malformed) {
            wrong(line, written + " is no topic filter: it " + malformed.getMessage());
            return null;
        }
    }

    private Map<String, List<Source>> at() {
        Map<String, List<Source>> at = new LinkedHashMap<>();
        if (content.get("at") instanceof MappingNode) {
            Set<String> names = new TreeSet<>(EventName.told());
            names.add(ANY);
            entries("at", names).forEach((name, times) -> at.put(name, named(name, times)));
        } else {
            at.put(ANY, sources(content.get("at")));
        }
        return at;
    }

    private EventTime.Form form() {
        String unit = text("unit");
        if (!unit.isEmpty() && !UNITS.containsKey(unit)) {
            wrong("unit", unit + " is no unit of time", unit, UNITS.keySet());
        }
        ZoneId zone = null;
        try {
            zone = text("zone").isEmpty() ? null : ZoneId.of(text("zone"));
        } catch (DateTimeException none) {
            wrong(line("zone"), text("zone") + " is no zone: write +08:00 or Asia/Shanghai");
        }
        return new EventTime.Form(UNITS.getOrDefault(unit, -1), zone);
    }

    private Source source(String key) {
        return text(key).isEmpty() ? null : source(text(key), line(key));
    }

    private List<Source> named(String what, Node names) {
        List<Source> sources = sources(names);
        if (sources.isEmpty()) {
            wrong(line(what), what + " names no field: write where it is looked for, or delete the line");
        }
        return sources;
    }

    private List<Source> sources(Node names) {
        return names == null ? List.of() : strings(names).stream()
                .map(name -> source(name, line(names))).toList();
    }

    private Source source(String name, int line) {
        field(name, line);
        return Source.of(name);
    }

    private void field(String name, int line) {
        if (!FIELD.matcher(name).matches()) {
            wrong(line, name + " is no name of a field: several names stand as [ts, timestamp]");
        }
    }

    private String event(Node name) {
        String written = text(name);
        if (!EventName.isKnown(written)) {
            faults.add(new Fault(file, line(name), written + " is no event", written, EventName.all()));
        }
        return written;
    }

    private boolean flag(String key) {
        String written = text(key);
        if (!Set.of("", "true", "false").contains(written)) {
            wrong(line(key), key + " is true or false");
        }
        return written.equals("true");
    }

    private String text(String key) {
        return content.containsKey(key) ? text(content.get(key)) : "";
    }

    private String text(Node node) {
        if (node instanceof ScalarNode scalar && !isNull(node)) {
            return scalar.getValue();
        }
        wrong(line(node), "a text has to stand here");
        return "";
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private List<String> strings(String key) {
        return content.containsKey(key) ? strings(content.get(key)) : List.of();
    }

    /** Of a list, or of one text. */
    private List<String> strings(Node node) {
        return node instanceof SequenceNode list ? list.getValue().stream().map(this::text).toList()
                : Stream.of(text(node)).filter(text -> !text.isEmpty()).toList();
    }

    private Map<String, Node> entries(String key, Set<String> known) {
        return content.containsKey(key) ? entries(content.get(key), known) : Map.of();
    }

    /** @param known the keys there may be; null if they are the broker's own words */
    private Map<String, Node> entries(Node node, Set<String> known) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            wrong(line(node), "keys with values have to stand here, such as clientid: [client_id]");
            return entries;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = text(entry.getKeyNode());
            int line = line(entry.getKeyNode());
            lines.putIfAbsent(key, line);
            if (known != null && !known.contains(key)) {
                faults.add(new Fault(file, line, key + " is nothing that is known there", key, known));
            } else if (entries.put(key, entry.getValueNode()) != null) {
                wrong(line, key + " stands there twice");
            }
        }
        return entries;
    }

    private int line(String what) {
        return lines.getOrDefault(what, 0);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private void wrong(int line, String sentence) {
        faults.add(new Fault(file, line, sentence, "", Set.of()));
    }

    private void wrong(String key, String sentence, String word, Set<String> known) {
        faults.add(new Fault(file, line(key), sentence, word, known));
    }
}
