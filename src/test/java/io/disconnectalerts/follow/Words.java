package io.disconnectalerts.follow;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Facts and decisions in a few characters; times in seconds. */
final class Words {
    static final Instant ZERO = Instant.parse("2025-11-26T00:00:00Z");
    private static final Pattern FACT = Pattern.compile(
            "([cdrqQ])(-?[\\d.]+)(?:/(-?[\\d.]+))?(?:@(\\w+))?(?::(\\w+))?(?:#(\\w+))?(?:\\+(\\d+))?(?:!([\\d.]+))?"
            + "(?:\\*(\\w+))?");

    private Words() {
    }

    /**
     * {@code c} connected, {@code d} lost, {@code r} replaced, {@code q} said goodbye, {@code Q} replaced and nobody
     * is told, at a time; then what is said of it: {@code /} when the session began, {@code @} its node, {@code :} its
     * host, {@code #} its port, {@code +} a grace of its own, {@code !} when it is received, {@code *} its count.
     */
    static Fact fact(String word, Duration grace, Instant now) {
        Matcher parts = FACT.matcher(word);
        if (!parts.matches()) {
            throw new IllegalArgumentException(word);
        }
        boolean began = word.charAt(0) == 'c';
        boolean quiet = "cqQ".indexOf(word.charAt(0)) >= 0;
        boolean replaced = "rQ".indexOf(word.charAt(0)) >= 0;
        Instant at = at(parts.group(2));
        Instant since = began ? at : parts.group(3) == null ? null : at(parts.group(3));
        String host = or(parts.group(5));
        Place place = new Place(or(parts.group(4)), host, parts.group(6) == null ? host : host + ":" + parts.group(6));
        Duration own = parts.group(7) == null ? grace : Duration.ofSeconds(Long.parseLong(parts.group(7)));
        Instant received = parts.group(8) != null ? at(parts.group(8)) : at.isAfter(now) ? at : now;
        return new Fact(began ? Fact.Kind.BEGAN : replaced ? Fact.Kind.REPLACED : Fact.Kind.ENDED,
                word.replaceAll("!.*", ""), at, since, place, replaced ? "takenover" : quiet ? "normal" : "tcp_closed",
                quiet ? null : own, received, null, parts.group(9));
    }

    static Fact received(Fact fact, Instant time) {
        return new Fact(fact.kind(), fact.key(), fact.at(), fact.since(), fact.place(), fact.reason(), fact.grace(),
                time, fact.verdict(), fact.count());
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }

    static Instant at(String seconds) {
        return ZERO.plusMillis(new BigDecimal(seconds).movePointRight(3).longValueExact());
    }

    static String seconds(Instant time) {
        return BigDecimal.valueOf(Duration.between(ZERO, time).toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    static String story(List<Decision> decisions) {
        return decisions.stream().map(Words::word).filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String word(Decision decision) {
        if (decision instanceof Decision.Present || decision instanceof Decision.Wait) {
            return "";
        } else if (decision instanceof Decision.Late late) {
            return "late " + seconds(late.beginning().happened());
        } else if (decision instanceof Decision.Repeat repeat) {
            return "repeat " + seconds(repeat.fact().happened());
        } else if (decision instanceof Decision.Duplicate duplicate) {
            return "duplicate " + seconds(duplicate.fact().happened());
        } else if (decision instanceof Decision.Quiet quiet) {
            return "quiet " + seconds(quiet.end().happened());
        } else if (decision instanceof Decision.Tell tell) {
            return "tell " + seconds(tell.loss().happened());
        } else if (decision instanceof Decision.Reopened reopened) {
            return "reopened " + seconds(reopened.loss().happened());
        } else if (decision instanceof Decision.Blip blip) {
            return "blip " + seconds(blip.loss().happened());
        } else if (decision instanceof Decision.Replaced replaced) {
            return "replaced " + seconds(replaced.loss().happened());
        } else if (decision instanceof Decision.Suppressed suppressed) {
            return "suppressed " + seconds(suppressed.loss().happened());
        } else if (decision instanceof Decision.Flapping flapping) {
            return "flapping " + seconds(flapping.last().happened()) + " " + flapping.losses() + " since "
                    + seconds(flapping.since()) + " " + String.join("+", flapping.reasons());
        } else if (decision instanceof Decision.Twins twins) {
            return "twins " + seconds(twins.last().happened()) + " " + String.join("+", twins.hosts());
        } else if (decision instanceof Decision.Back back) {
            return "back " + seconds(back.at()) + told(back.told());
        } else if (decision instanceof Decision.Steady steady) {
            return "steady" + told(steady.told());
        } else if (decision instanceof Decision.Unaddressed unaddressed) {
            return "unaddressed " + seconds(unaddressed.loss().happened());
        } else if (decision instanceof Decision.StillGone still) {
            return "still gone " + seconds(still.loss().happened()) + told(still.told());
        }
        throw new IllegalArgumentException(decision.toString());
    }

    private static String told(Told told) {
        Set<String> robots = told.robots();
        return told.nothing() ? " to nobody" : " from " + seconds(told.since())
                + (robots.equals(Set.of("wecom")) ? "" : " to " + String.join("+", robots));
    }
}
