package io.disconnectalerts.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Times decide, never arrival: whatever order, repetitions and delays a broker brings. */
class OrderTest {
    private static final Limits LIMITS = new Limits(5, Duration.ofMinutes(10), Duration.ofMinutes(15),
            Duration.ofDays(30));
    private static final List<String> FACTS = List.of("c0@a:x#1", "d20/0@a:x#1", "d20@a:x#1", "r20/0@a:x#1",
            "r20@a:x#1", "c20@a:x#2", "c19@b:x#3", "q40/20@a:x#2", "d40/20@a", "d40@a:x#2", "d40", "d21@b:x#3",
            "c60", "r41");
    private static final int MOST = 4;
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** How facts come: all before any grace is over, or as time passes before each of them. */
    enum Arrival {
        TOGETHER, LATER, AT_ONCE
    }

    /** Every set of so many facts, and every order of each. */
    @ParameterizedTest
    @EnumSource
    void theEndIsTheSameInEveryOrder(Arrival arrival) {
        for (int set = 1; set < 1 << FACTS.size(); set++) {
            if (Integer.bitCount(set) <= MOST) {
                int chosen = set;
                List<String> facts = IntStream.range(0, FACTS.size()).filter(i -> (chosen >> i & 1) == 1)
                        .mapToObj(FACTS::get).toList();
                Map<String, List<String>> ends = new HashMap<>();
                permutations(facts, 0, order -> ends.computeIfAbsent(end(order, arrival), any -> new ArrayList<>())
                        .add(String.join(" ", order)));
                assertEquals(1, ends.size(), () -> ends.toString());
            }
        }
    }

    /** What is the same in every order: the state, and, if all came in time, what was told. */
    private static String end(List<String> order, Arrival arrival) {
        Device device = new Device(LIMITS, false);
        Duration grace = arrival == Arrival.AT_ONCE ? Duration.ZERO : GRACE;
        Instant now = Words.at("100");
        for (String word : order) {
            now = now.plusSeconds(arrival == Arrival.LATER ? 20 : 1);
            device.hears(Words.fact(word, grace, now));
        }
        device.clock(now.plusSeconds(3600));
        check(device);
        String told = device.decisions().stream().filter(Decision.Tell.class::isInstance)
                .map(decision -> Words.handed(decision).key()).sorted().collect(Collectors.joining(" "));
        return device.past().loss().map(Fact::key) + (arrival == Arrival.TOGETHER ? " told " + told
                + reopened(device) : "");
    }

    private static String reopened(Device device) {
        return device.decisions().stream().anyMatch(Decision.Reopened.class::isInstance) ? " reopened" : "";
    }

    private interface Order {
        void take(List<String> facts);
    }

    private static void permutations(List<String> facts, int fixed, Order order) {
        if (fixed == facts.size()) {
            order.take(facts);
        }
        for (int i = fixed; i < facts.size(); i++) {
            List<String> swapped = new ArrayList<>(facts);
            Collections.swap(swapped, fixed, i);
            permutations(swapped, fixed + 1, order);
        }
    }

    /** What is gone was told, what is not has its end, and each loss was decided once. */
    private static void check(Device device) {
        assertEquals(device.past().loss().isPresent(), !device.open().isEmpty());
        Map<String, Integer> decided = new HashMap<>();
        for (Decision decision : device.decisions()) {
            Fact loss = Words.handed(decision);
            if (loss != null) {
                decided.merge(loss.key(), 1, Integer::sum);
            } else if (decision instanceof Decision.Blip blip) {
                decided.merge(blip.loss().key(), 1, Integer::sum);
            } else if (decision instanceof Decision.Replaced replaced) {
                decided.merge(replaced.loss().key(), 1, Integer::sum);
            } else if (decision instanceof Decision.Suppressed suppressed) {
                decided.merge(suppressed.loss().key(), 1, Integer::sum);
            } else if (decision instanceof Decision.Duplicate duplicate && duplicate.fact().loss()) {
                decided.merge(duplicate.fact().key(), 1, Integer::sum);
            } else if (decision instanceof Decision.Reopened reopened) {
                decided.merge(reopened.loss().key(), -1, Integer::sum);
            }
        }
        List<String> losses = device.past().facts().stream().filter(Fact::loss).map(Fact::key).sorted().toList();
        assertEquals(losses, decided.keySet().stream().sorted().toList());
        assertEquals(List.of(), decided.entrySet().stream().filter(entry -> entry.getValue() != 1).toList());
    }
}
