package io.disconnectalerts.demo;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counters of the product that the store cannot tell, read from its Prometheus metrics.
 *
 * @param received everything an entrance got
 * @param ignored other events than disconnects, such as connects
 * @param duplicate events that came again
 * @param refused input that could not be read
 * @param spared losses that were over, or silenced, before anybody was told
 * @param quiet disconnects that triage decided not to tell
 * @param rule the rule that decided the quiet ones; empty if none, several joined
 */
record Meters(long received, long ignored, long duplicate, long refused, long spared, long quiet,
        String rule) {

    static final Meters NONE = new Meters(0, 0, 0, 0, 0, 0, "");
    private static final Pattern LINE = Pattern.compile("(?m)^(alerts_\\w+?)(?:\\{(.*)})? ([0-9.eE+]+)$");
    /** What is counted of other events than disconnects, unless an operator wants it told. */
    private static final Pattern OTHERS = Pattern.compile("connected|dropped|undelivered|invalid|untransformed|rejected"
            + "|unauthenticated|denied|subscribed|unsubscribed|other_\\w+");
    private static final Pattern QUIET = Pattern.compile("class=\"(\\w+)\".*severity=\"quiet\"");

    /** What was received is read last, so that it is never less than what became of it. */
    static Meters read(Product product) throws IOException, InterruptedException {
        Meters parts = now(product);
        return new Meters(now(product).received, parts.ignored, parts.duplicate, parts.refused, parts.spared,
                parts.quiet, parts.rule);
    }

    private static Meters now(Product product) throws IOException, InterruptedException {
        return of(product.http().send(HttpRequest.newBuilder(product.address("/observe/metrics")).timeout(
                Duration.ofSeconds(5)).build(),
                HttpResponse.BodyHandlers.ofString()).body());
    }

    /** What a program counted that began at zero after this one had ended. */
    Meters then(Meters later) {
        return new Meters(received + later.received, ignored + later.ignored, duplicate + later.duplicate,
                refused + later.refused, spared + later.spared, quiet + later.quiet, later.rule);
    }

    static Meters of(String exposition) {
        long received = 0;
        long ignored = 0;
        long duplicate = 0;
        long refused = 0;
        long spared = 0;
        long quiet = 0;
        List<String> rules = new ArrayList<>();
        Matcher line = LINE.matcher(exposition);
        while (line.find()) {
            long value = (long) Double.parseDouble(line.group(3));
            switch (line.group(1)) {
                case "alerts_received_total" -> received += value;
                case "alerts_ignored_total" -> ignored += value;
                case "alerts_duplicate_total" -> duplicate += value;
                case "alerts_refused_input_total" -> refused += value;
                case "alerts_blips_total", "alerts_replaced_total", "alerts_suppressed_total",
                        "alerts_silenced_total" ->
                        spared += value;
                case "alerts_triaged_total" -> {
                    Matcher rule = QUIET.matcher(line.group(2));
                    if (rule.find()) {
                        boolean other = OTHERS.matcher(rule.group(1)).matches();
                        quiet += other ? 0 : value;
                        if (!other) {
                            rules.add(rule.group(1));
                        }
                    }
                }
                default -> { }
            }
        }
        return new Meters(received, ignored, duplicate, refused, spared, quiet, String.join(", ", rules));
    }
}
