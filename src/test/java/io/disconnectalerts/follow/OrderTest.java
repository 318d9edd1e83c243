package io.disconnectalerts.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.disconnectalerts.follow.World.Habit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times decide, never arrival: whatever order, repetitions and delays a broker brings. */
class OrderTest {
    private static final Limits LIMITS = new Limits(5, Duration.ofMinutes(10), Duration.ofMinutes(15),
            Duration.ofDays(30));
    private static final Limits OFTEN = new Limits(2, Duration.ofMinutes(1), Duration.ofMinutes(15),
            Duration.ofDays(30));
    private static final List<String> FACTS = List.of("c0@a:x#1", "d20/0@a:x#1", "d20@a:x#1", "r20/0@a:x#1",
            "r20@a:x#1", "c20@a:x#2", "c19@b:x#3", "q40/20@a:x#2", "d40/20@a", "d40@a:x#2", "d40", "d21@b:x#3",
            "c60", "r41", "c20.3@a:x#4", "d60/20@a");
    /** By their count, sessions 4 to 7 came and went one after the other. */
    private static final List<String> COUNTED = List.of("c0*4", "d60.1*4", "c60.07*5", "d59*5", "c60*6", "q61*6",
            "d61*6", "c20*7", "d20.5*7");
    private static final int MOST = 4;

    /** How facts come: all before any grace is over, or as time passes before each of them. */
    enum Arrival {
        TOGETHER(30, 1), LATER(30, 20), AT_ONCE(0, 1);

        private final Duration grace;
        private final Duration distance;

        Arrival(int grace, int distance) {
            this.grace = Duration.ofSeconds(grace);
            this.distance = Duration.ofSeconds(distance);
        }
    }

    /** Every set of so many facts, and every order of each. */
    @ParameterizedTest
    @EnumSource
    void theEndIsTheSameInEveryOrder(Arrival arrival) {
        theEndIsTheSameInEveryOrder(FACTS, arrival);
    }

    @ParameterizedTest
    @EnumSource
    void theEndIsTheSameInEveryOrderOfWhatIsCounted(Arrival arrival) {
        theEndIsTheSameInEveryOrder(COUNTED, arrival);
    }

    private static void theEndIsTheSameInEveryOrder(List<String> words, Arrival arrival) {
        for (int set = 1; set < 1 << words.size(); set++) {
            if (Integer.bitCount(set) <= MOST) {
                int chosen = set;
                List<Fact> facts = IntStream.range(0, words.size()).filter(i -> (chosen >> i & 1) == 1)
                        .mapToObj(words::get).map(word -> Words.fact(word, arrival.grace, Words.ZERO)).toList();
                Map<String, List<String>> ends = new HashMap<>();
                permutations(facts, 0, order -> ends.computeIfAbsent(end(order, arrival), any -> new ArrayList<>())
                        .add(order.stream().map(Fact::key).collect(Collectors.joining(" "))));
                assertEquals(1, ends.size(), () -> ends.toString());
            }
        }
    }

    /** What is the same in every order: the state, and, if all came in time, what was told. */
    private static String end(List<Fact> order, Arrival arrival) {
        Device device = new Device(LIMITS, false);
        Instant now = Words.at("100");
        for (Fact fact : order) {
            now = now.plus(arrival.distance);
            device.hears(Words.received(fact, now));
        }
        device.clock(now.plusSeconds(3600));
        check(device);
        String told = device.decisions().stream().filter(Decision.Tell.class::isInstance)
                .map(decision -> decision.handed().key()).sorted().collect(Collectors.joining(" "));
        return device.past().loss().map(Fact::key) + (arrival == Arrival.TOGETHER ? " told " + told
                + reopened(device) : "");
    }

    private static String reopened(Device device) {
        return device.decisions().stream().anyMatch(Decision.Reopened.class::isInstance) ? " reopened" : "";
    }

    private interface Order {
        void take(List<Fact> facts);
    }

    private static void permutations(List<Fact> facts, int fixed, Order order) {
        if (fixed == facts.size()) {
            order.take(facts);
        }
        for (int i = fixed; i < facts.size(); i++) {
            List<Fact> swapped = new ArrayList<>(facts);
            Collections.swap(swapped, fixed, i);
            permutations(swapped, fixed + 1, order);
        }
    }

    /** Facts late, repeated and in any order, and a restart at every step. */
    @ParameterizedTest(name = "grace {0} s")
    @ValueSource(ints = {0, 10, 45})
    void whatIsKnownInTheEndIsTrue(int grace) {
        for (long seed = 1; seed <= 1_000; seed++) {
            Random random = new Random(seed * 1_000 + grace);
            World world = new World("", random, Duration.ofSeconds(grace));
            List<Fact> heard = new ArrayList<>(world.facts());
            heard.addAll(world.facts().stream().filter(fact -> random.nextInt(3) == 0).toList());
            Collections.shuffle(heard, random);
            Instant now = Words.at("200");
            for (int i = 0; i < heard.size(); i++) {
                now = now.plusMillis(random.nextInt(random.nextInt(5) == 0 ? 60_000 : 2_000));
                heard.set(i, Words.received(heard.get(i), now));
            }
            follows(world, heard, "seed " + seed, random);
        }
    }

    @ParameterizedTest(name = "{0}, grace {1} s")
    @CsvSource({"HASTY, 0", "HASTY, 10", "HASTY, 45", "IN_SECONDS, 0", "IN_SECONDS, 10", "IN_SECONDS, 45"})
    void whateverTheirHabitsAreWhatIsKnownInTheEndIsTrue(Habit habit, int grace) {
        for (long seed = 1; seed <= 1_000; seed++) {
            Random random = new Random(seed * 1_000 + grace);
            World world = new World("", random, Duration.ofSeconds(grace), Duration.ZERO, habit);
            follows(world, heard(world, random, Duration.ofSeconds(90)), "seed " + seed, random);
        }
    }

    /** One node's clock is hours ahead until it is set right; each fact is heard within a second. */
    @ParameterizedTest(name = "grace {0} s")
    @ValueSource(ints = {0, 10, 45})
    void aClockThatIsSetRightHidesNothing(int grace) {
        for (long seed = 1; seed <= 1_000; seed++) {
            Random random = new Random(seed * 1_000 + grace);
            Duration ahead = Duration.ofMinutes(20 + random.nextInt(1_400));
            World world = new World("", random, Duration.ofSeconds(grace), ahead, Habit.NONE);
            follows(world, heard(world, random, Duration.ofSeconds(1)), "seed " + seed, random);
        }
    }

    /** Ours is behind, so that all of theirs are ahead; each fact is heard within a minute and a half. */
    @ParameterizedTest(name = "grace {0} s")
    @ValueSource(ints = {0, 10, 45})
    void stampsKeepTheirOrderWhateverOurClockSays(int grace) {
        for (long seed = 1; seed <= 1_000; seed++) {
            Random random = new Random(seed * 1_000 + grace);
            World world = new World("", random, Duration.ofSeconds(grace));
            Duration behind = Duration.ofSeconds(random.nextInt(80_000));
            List<Fact> heard = heard(world, random, Duration.ofSeconds(90)).stream()
                    .map(fact -> Words.received(fact, fact.receivedAt().minus(behind))).toList();
            follows(world, heard, "seed " + seed + ", behind by " + behind, random);
        }
    }

    /** By filters that let some losses through only; also if much falls due at once, since the program was away. */
    @ParameterizedTest(name = "grace {0} s")
    @ValueSource(ints = {0, 10, 45})
    void whoeverWouldHearOfALossHearsThatItFlapsAndOfItsEnd(int grace) {
        int flapping = 0;
        for (long seed = 1; seed <= 3_000; seed++) {
            Random random = new Random(seed * 1_000 + grace);
            World world = new World("", random, Duration.ofSeconds(grace));
            Device device = new Device(OFTEN, false).tells(OrderTest::concerned);
            List<Fact> heard = heard(world, random, Duration.ofSeconds(90));
            for (Fact fact : heard) {
                device.away(random.nextInt(3) == 0);
                device.hears(fact);
            }
            device.away(false);
            device.clock(device.now().plusSeconds(3600));
            assertEquals(device.past().loss().map(OrderTest::concerned).orElse(Set.of()).stream()
                    .filter(robot -> !device.open().contains(robot)).toList(), List.of(), () -> heard.toString());
            assertTrue(device.past().loss().isPresent() || device.open().isEmpty(), () -> heard.toString());
            flapping += device.told("all").stream().anyMatch(Decision.Flapping.class::isInstance) ? 1 : 0;
        }
        assertTrue(flapping > 300, Integer.toString(flapping));
    }

    private static Set<String> concerned(Fact loss) {
        Set<String> robots = new TreeSet<>(Set.of("all", loss.replaced() ? "replaced" : "lost"));
        robots.add(loss.place().host());
        return robots;
    }

    /** As they are heard, some of them once more. */
    private static List<Fact> heard(World world, Random random, Duration delay) {
        List<Fact> heard = new ArrayList<>();
        for (Fact fact : world.facts()) {
            heard.add(Words.received(fact, fact.receivedAt().plusMillis(random.nextLong(delay.toMillis()))));
            if (random.nextInt(3) == 0) {
                heard.add(Words.received(fact, fact.receivedAt().plus(delay).plusSeconds(random.nextInt(600))));
            }
        }
        heard.sort(Comparator.comparing(Fact::receivedAt));
        return heard;
    }

    private static void follows(World world, List<Fact> heard, String which, Random random) {
        Device device = new Device(random.nextBoolean() ? LIMITS : OFTEN, random.nextInt(10) == 0);
        heard.forEach(device::hears);
        device.clock(device.now().plusSeconds(3600));
        assertEquals(world.end() == World.End.LOST, device.past().loss().isPresent(), () -> which + ": " + heard);
        assertEquals(device.past().loss().isPresent(), !device.open().isEmpty(), () -> which + ": " + heard);
    }

    /** What is gone was told, what is not has its end, and each loss was decided once. */
    private static void check(Device device) {
        assertEquals(device.past().loss().isPresent(), !device.open().isEmpty());
        Map<String, Integer> decided = new HashMap<>();
        for (Decision decision : device.decisions()) {
            Fact loss = decision.handed();
            if (loss != null) {
                decided.merge(loss.key(), 1, Integer::sum);
            } else if (decision instanceof Decision.Blip blip) {
                decided.merge(blip.loss().key(), 1, Integer::sum);
            } else if (decision instanceof Decision.Replaced replaced) {
                decided.merge(replaced.loss().key(), 1, Integer::sum);
            } else if (decision instanceof Decision.Suppressed suppressed) {
                decided.merge(suppressed.loss().key(), 1, Integer::sum);
            } else if (decision instanceof Decision.Duplicate duplicate) {
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
