package io.disconnectalerts.words;

import io.disconnectalerts.alert.Daily;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How the watch stands: {@code well} and {@code unheard} are there if that is so; {@code http}, {@code mqtt} and
 * {@code robots} say what is not well, and are empty if all is; {@code gone} clients, {@code lost} and {@code back}
 * within a day, {@code parked}, and the {@code time}.
 */
final class DailyValues implements UnaryOperator<String> {
    static final Set<String> NAMES =
            Set.of("well", "http", "mqtt", "robots", "gone", "unheard", "lost", "back", "parked", "time");

    private final Daily daily;
    private final Instant time;
    private final Style style;

    DailyValues(Daily daily, Instant time, Style style) {
        this.daily = daily;
        this.time = time;
        this.style = style;
    }

    @Override
    public String apply(String name) {
        return switch (name) {
            case "well" -> daily.well() ? name : "";
            case "unheard" -> daily.heard() ? "" : name;
            case "http" -> said(daily.http());
            case "mqtt" -> said(daily.mqtt());
            case "robots" -> daily.robots().entrySet().stream().map(robot -> style.text("robot", robot.getKey())
                    + style.words().get("", "open") + style.text("trouble", style.words().sentence(robot.getValue()))
                    + style.words().get("", "close"))
                    .collect(Collectors.joining(style.words().get("", "comma")));
            case "gone" -> daily.heard() ? Long.toString(daily.gone()) : "";
            case "lost" -> Long.toString(daily.lost());
            case "back" -> Long.toString(daily.back());
            case "parked" -> daily.parked() == 0 ? "" : Long.toString(daily.parked());
            case "time" -> style.time(time);
            default -> Style.NONE;
        };
    }

    private String said(String why) {
        return why.isEmpty() ? "" : style.sentence(why);
    }
}
