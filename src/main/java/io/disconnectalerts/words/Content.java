package io.disconnectalerts.words;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.disconnectalerts.alert.Daily;
import io.disconnectalerts.alert.SilenceEnd;
import io.disconnectalerts.alert.StillGone;
import io.disconnectalerts.alert.Unread;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Batch.Count;
import io.disconnectalerts.outbox.Message;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a batch tells, whatever it is of: {@link Draft} has it said in words, {@link Report} as data. */
sealed interface Content {
    /** What is told, as one batch. */
    Batch batch();

    /** The form to use: {@code alert}, {@code digest}, {@code plain}, or {@code test} for a batch without an event. */
    String form();

    /** What the form may ask for by name. */
    default UnaryOperator<String> values(Style style) {
        return form().equals("alert") ? new EventValues(batch().first().get(0), batch(), style)
                : new BatchValues(batch(), style, back());
    }

    /** How many it is about. */
    default int count() {
        return batch().size();
    }

    /** How many others are back; null if there were no others. */
    default Integer back() {
        return null;
    }

    /** How often each reason was given; a single event's stands in no list. */
    default Stream<Count> reasons() {
        String own = batch().first().isEmpty() ? null : batch().first().get(0).facets().get("reason");
        return batch().plain() ? Stream.empty() : batch().size() == 1 && own != null ? Stream.of(new Count(own, 1))
                : batch().facets().getOrDefault("reason", List.of()).stream();
    }

    /** Those it is about, as far as they are listed. */
    default List<Message> listed() {
        return batch().plain() ? List.of() : batch().first();
    }

    /** What a program learns of it besides. */
    default void report(ObjectNode report) {
        if (back() != null) {
            report.put("back", back());
        }
    }

    static Content of(Batch told) {
        return switch (told.kind()) {
            case StillGone.KIND -> new Gone(StillGone.of(told));
            case SilenceEnd.KIND -> Silenced.of(told);
            case Daily.KIND -> Day.of(told);
            case Unread.KIND -> new NotRead(told, told.first().stream().map(Unread::of).toList());
            default -> new Events(told);
        };
    }

    private static String form(Batch batch, boolean list) {
        return batch.plain() ? "plain" : list ? "digest" : "alert";
    }

    /** Events as they came, or none, to try a robot. */
    record Events(Batch batch) implements Content {
        /** What a batch without an event is. */
        static final String TEST = "test";

        @Override
        public String form() {
            return batch.size() == 0 ? TEST : Content.form(batch, batch.size() > 1);
        }
    }

    /** Who is still gone: of many a list, even if it is one. */
    record Gone(StillGone gone) implements Content {
        @Override
        public Batch batch() {
            return gone.batch();
        }

        @Override
        public String form() {
            return Content.form(batch(), batch().size() > 1 || gone.back() != null);
        }

        @Override
        public Integer back() {
            return gone.back();
        }
    }

    /** What a silence kept back, and a list of who is still gone of it. */
    record Silenced(Batch batch, SilenceEnd end) implements Content {
        static Silenced of(Batch told) {
            SilenceEnd end = SilenceEnd.of(told);
            return new Silenced(end.batch(told), end);
        }

        @Override
        public String form() {
            return Content.form(batch, end.gone() > 0);
        }

        @Override
        public UnaryOperator<String> values(Style style) {
            return new SilenceValues(end, style);
        }

        @Override
        public int count() {
            return end.gone();
        }

        @Override
        public List<Message> listed() {
            return end.gone() == 0 ? List.of() : Content.super.listed();
        }

        @Override
        public void report(ObjectNode report) {
            report.put("silenced", end.events()).put("why", Report.clean(end.why())).put("by", Report.clean(end.by()));
        }
    }

    /** How the watch stands, once a day. */
    record Day(Batch batch, Daily daily) implements Content {
        static Day of(Batch told) {
            Batch latest = Daily.latest(told);
            return new Day(latest, Daily.of(latest.first().get(0)));
        }

        @Override
        public String form() {
            return "alert";
        }

        @Override
        public UnaryOperator<String> values(Style style) {
            return new DailyValues(daily, batch.from(), style);
        }

        @Override
        public int count() {
            return (int) daily.gone();
        }

        @Override
        public List<Message> listed() {
            return List.of();
        }

        @Override
        public void report(ObjectNode report) {
            report.put("well", daily.well()).put("lost", daily.lost()).put("back", daily.back());
        }
    }

    /** What could not be read. */
    record NotRead(Batch batch, List<Unread> unread) implements Content {
        @Override
        public String form() {
            return "alert";
        }

        @Override
        public UnaryOperator<String> values(Style style) {
            return new UnreadValues(batch, unread, style);
        }

        @Override
        public int count() {
            return (int) unread.stream().mapToLong(Unread::events).sum();
        }

        @Override
        public Stream<Count> reasons() {
            return unread.stream().filter(each -> !each.reason().isEmpty())
                    .map(each -> new Count(each.reason(), (int) each.share()));
        }

        @Override
        public List<Message> listed() {
            return List.of();
        }
    }
}
