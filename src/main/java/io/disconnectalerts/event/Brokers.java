package io.disconnectalerts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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
        return BrokerFiles.of(files).compiled();
    }

    /** @param brokers one of which is the fallback */
    static Brokers of(Collection<Broker> brokers) {
        SortedMap<String, Broker> all = new TreeMap<>();
        brokers.forEach(broker -> all.put(broker.name(), broker));
        return new Brokers(all, all.values().stream().filter(Broker::fallback).findFirst().orElseThrow());
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
