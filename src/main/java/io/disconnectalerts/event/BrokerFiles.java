package io.disconnectalerts.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All files under {@code brokers}, read once, and what is wrong between them. */
public final class BrokerFiles {
    private final SortedMap<String, BrokerFile> files = new TreeMap<>();

    private BrokerFiles() {
    }

    /** @param texts that of each file by its name, such as {@code emqx.yaml} */
    public static BrokerFiles of(Map<String, String> texts) {
        BrokerFiles read = new BrokerFiles();
        texts.forEach((name, text) -> read.files.put(name, BrokerFile.read(name, text)));
        return read;
    }

    public Set<String> names() {
        return files.keySet();
    }

    /** The words that they turn reasons into, each as if it were new. */
    public List<Fault> reasons() {
        return files.values().stream().flatMap(file -> file.reasons().stream()).toList();
    }

    /** @throws IllegalStateException if there is a fault in them */
    public Brokers compiled() {
        List<Fault> faults = faults();
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.get(0).toString());
        }
        return Brokers.of(files.values().stream().map(BrokerFile::broker).toList());
    }

    /** What is wrong with them. */
    public List<Fault> faults() {
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
}
