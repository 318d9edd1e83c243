package io.disconnectalerts.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What two builds reach, measured in turn, so that what the machine does meanwhile happens to both; of each round the
 * ratio counts, since the machine's speed drifts more within an hour than most changes of the code make.
 */
final class Comparison {
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*(?:\\.\\d+)?");

    private final Map<String, List<String>> older = new LinkedHashMap<>();
    private final Map<String, List<String>> newer = new LinkedHashMap<>();

    /** Measures, and calls {@link Bench}'s row. */
    interface Figure {
        void measure() throws Exception;
    }

    static void of(Path jar, int rounds, Figure figure) throws Exception {
        Comparison comparison = new Comparison();
        Path ours = Program.jar;
        for (int round = 0; round < rounds; round++) {
            boolean olderFirst = round % 2 == 0;
            comparison.measure(olderFirst ? jar : ours, olderFirst ? comparison.older : comparison.newer, figure);
            comparison.measure(olderFirst ? ours : jar, olderFirst ? comparison.newer : comparison.older, figure);
        }
        Program.jar = ours;
        comparison.print();
    }

    private void measure(Path jar, Map<String, List<String>> into, Figure figure) throws Exception {
        Program.jar = jar;
        Bench.rows = (name, reached) -> into.computeIfAbsent(name, any -> new ArrayList<>()).add(reached);
        figure.measure();
    }

    private void print() {
        older.forEach((name, before) -> {
            List<String> now = newer.getOrDefault(name, List.of());
            System.out.println("| " + name + " | " + String.join("; ", before) + " | " + String.join("; ", now) + " | "
                    + ratios(before, now) + " |");
        });
    }

    /** Of each number in what was reached: the median of the rounds' ratios, and the least and the most of them. */
    private static String ratios(List<String> before, List<String> now) {
        List<double[]> rounds = IntStream.range(0, Math.min(before.size(), now.size()))
                .mapToObj(round -> ratio(numbers(before.get(round)), numbers(now.get(round)))).toList();
        int numbers = rounds.stream().mapToInt(round -> round.length).min().orElse(0);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < numbers; i++) {
            int place = i;
            double[] sorted = rounds.stream().mapToDouble(round -> round[place]).sorted().toArray();
            all.add(String.format("%.2f (%.2f to %.2f)", sorted[sorted.length / 2], sorted[0],
                    sorted[sorted.length - 1]));
        }
        return String.join(", ", all);
    }

    private static double[] ratio(double[] before, double[] now) {
        return IntStream.range(0, Math.min(before.length, now.length)).mapToDouble(i -> now[i] / before[i]).toArray();
    }

    /** Of {@code p50} and the like only what is measured. */
    private static double[] numbers(String reached) {
        return NUMBER.matcher(reached.replaceAll("\\bp\\d+ ", "")).results()
                .mapToDouble(number -> Double.parseDouble(number.group().replace(",", ""))).toArray();
    }
}
