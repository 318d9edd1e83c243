package io.disconnectalerts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Knows by its topic, by a header or by its fields whose an input is. All files under {@code brokers}, compiled once:
 * an input meets only the topics that begin as its own does, and the brokers one of whose fields it has.
 */
public final class Brokers {
    /** Where a broker tells something. */
    private record Place(Broker broker, TopicFilter topic, String event) {
    }

    private final SortedMap<String, Broker> all;
    private final Broker fallback;
    private final Map<String, List<Place>> byTopic = new HashMap<>();
    private final Map<String, Broker> byHeader = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, List<Broker>> byField = new HashMap<>();

    private Brokers(SortedMap<String, Broker> all, Broker fallback) {
        this.all = all;
        this.fallback = fallback;
        all.values().forEach(this::add);
        byTopic.values().forEach(places ->
                places.sort(Comparator.comparing(place -> place.broker().match().isEmpty())));
    }

    private void add(Broker broker) {
        broker.topics().forEach((topic, event) -> byTopic.computeIfAbsent(topic.first(), first -> new ArrayList<>())
                .add(new Place(broker, topic, event)));
        if (!broker.header().isEmpty()) {
            byHeader.put(broker.header(), broker);
        }
        for (Map<List<String>, Set<String>> way : broker.match()) {
            String first = way.keySet().iterator().next().get(0);
            byField.computeIfAbsent(first, field -> new ArrayList<>()).add(broker);
        }
    }

    /**
     * @param files the text of each by its name, such as {@code emqx.yaml}
     * @throws IllegalStateException if there is a fault in them
     */
    public static Brokers of(Map<String, String> files) {
        SortedMap<String, BrokerFile> read = read(files);
        List<Fault> faults = faults(read);
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.get(0).toString());
        }
        SortedMap<String, Broker> brokers = new TreeMap<>();
        read.values().forEach(file -> brokers.put(file.broker().name(), file.broker()));
        return new Brokers(brokers, brokers.values().stream().filter(Broker::fallback).findFirst().orElseThrow());
    }

    /** What is wrong with them. */
    public static List<Fault> faults(Map<String, String> files) {
        return faults(read(files));
    }

    /** The words that they turn reasons into, each as if it were new. */
    public static List<Fault> reasons(Map<String, String> files) {
        return read(files).values().stream().flatMap(file -> file.reasons().stream()).toList();
    }

    private static SortedMap<String, BrokerFile> read(Map<String, String> files) {
        SortedMap<String, BrokerFile> read = new TreeMap<>();
        files.forEach((name, text) -> read.put(name, BrokerFile.read(name, text)));
        return read;
    }

    private static List<Fault> faults(SortedMap<String, BrokerFile> files) {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> texts = new HashMap<>();
        Map<String, String> topics = new HashMap<>();
        Map<Object, String> marks = new HashMap<>();
        String fallback = "";
        for (Map.Entry<String, BrokerFile> file : files.entrySet()) {
            String twin = texts.putIfAbsent(file.getValue().text(), file.getKey());
            if (twin != null) {
                faults.add(file.getValue().fault("", twin + " holds the same: delete one of the two"));
                continue;
            }
            faults.addAll(file.getValue().faults());
            Broker broker = file.getValue().broker();
            for (Map<List<String>, Set<String>> way : broker.match()) {
                String other = marks.putIfAbsent(way, file.getKey());
                if (other != null && !other.equals(file.getKey())) {
                    faults.add(file.getValue().fault("match", "it is the match of " + other
                            + " too: add a field, or the values of one, that only its own events have"));
                }
            }
            String alike = broker.header().isEmpty() ? null : marks.putIfAbsent(
                    broker.header().toLowerCase(Locale.ROOT), file.getKey());
            if (alike != null) {
                faults.add(file.getValue().fault("header", broker.header() + " is the header of " + alike + " too"));
            }
            if (broker.fallback() && !fallback.isEmpty()) {
                faults.add(file.getValue().fault("fallback", fallback + " is the fallback already"));
            }
            fallback = broker.fallback() ? file.getKey() : fallback;
            Set<String> own = new HashSet<>();
            for (TopicFilter topic : broker.topics().keySet()) {
                String other = broker.match().isEmpty() ? topics.putIfAbsent(topic.shape(), file.getKey()) : null;
                if (other != null && own.add(other)) {
                    faults.add(file.getValue().fault(topic.written(), topic.written() + " is a topic of " + other
                            + " too: one of them needs a match, by which its events are known"));
                }
            }
        }
        if (fallback.isEmpty() && faults.isEmpty()) {
            faults.add(new Fault("", 0, "no file says fallback: true, and so nobody reads what is nobody's: "
                    + "emqx.yaml of the jar does", "", Set.of()));
        }
        return faults;
    }

    /** These, as if all that comes were of one of them; empty if there is none of that name. */
    public Optional<Brokers> only(String name) {
        Broker broker = all.get(name);
        if (broker == null) {
            return Optional.empty();
        }
        SortedMap<String, Broker> only = new TreeMap<>(Map.of(name, broker));
        return Optional.of(new Brokers(only, broker));
    }

    /** What the files are called, without their ending. */
    public Set<String> names() {
        return all.keySet();
    }

    /** The HTTP headers that say something of an event, and no other passes the entrance. */
    public Set<String> headers() {
        return byHeader.keySet();
    }

    /**
     * @param topic   by which it came, or empty
     * @param headers those of {@link #headers()} that it had, each with its value
     */
    Telling telling(JsonNode json, String topic, Map<String, String> headers) {
        Telling told = telling(json, topic, byTopic.get(TopicFilter.first(topic)));
        told = told == null ? telling(json, topic, byTopic.get("")) : told;
        if (told != null) {
            return told;
        }
        Broker broker = broker(json, headers);
        return telling(broker, json, topic, "", broker.header().isEmpty() ? Map.of() : headers);
    }

    private static Telling telling(JsonNode json, String topic, List<Place> places) {
        if (topic.isEmpty() || places == null) {
            return null;
        }
        String[] levels = topic.split("/", -1);
        for (Place place : places) {
            Map<String, String> said = place.topic().match(levels);
            if (said != null && place.broker().fits(json)) {
                return telling(place.broker(), json, topic, place.event(), said);
            }
        }
        return null;
    }

    /** By a header, else the one that most of its fields are known of: no broker promises an order of them. */
    private Broker broker(JsonNode json, Map<String, String> headers) {
        for (String header : headers.keySet()) {
            if (byHeader.containsKey(header)) {
                return byHeader.get(header);
            }
        }
        Broker best = fallback;
        int most = 0;
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            for (Broker broker : byField.getOrDefault(field.getKey(), List.of())) {
                int fit = broker.fit(json);
                if (fit > most || fit > 0 && fit == most && broker.name().compareTo(best.name()) < 0) {
                    best = broker;
                    most = fit;
                }
            }
        }
        return best;
    }

    private static Telling telling(Broker broker, JsonNode json, String topic, String event,
            Map<String, String> said) {
        Map<String, String> besides = said;
        if (!broker.constants().isEmpty()) {
            besides = new HashMap<>(broker.constants());
            besides.putAll(said);
        }
        return new Telling(broker, new Row(json, besides), topic, event);
    }
}
