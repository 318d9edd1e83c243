package io.disconnectalerts.words;

import io.disconnectalerts.alert.Daily;
import io.disconnectalerts.alert.SilenceEnd;
import io.disconnectalerts.alert.Unread;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * A message to a group in the making: laid out with as many events as a digest lists, and, if that is too long for the
 * platform, laid out again until the largest number of events that fits is found.
 */
public final class Draft {
    /** So many events are all listed; of more than that, so many as examples. */
    static final int MOST_ITEMS = 30;
    static final int EXAMPLES = 10;
    /** What is one message, however many batches hold it. */
    private static final Set<String> SINGLE = Set.of(Unread.KIND, Daily.KIND);
    private static final String TEST = Content.Events.TEST;

    private final Content content;
    private final Batch batch;
    private final Platform platform;
    private final int reserved;
    private final Style style;
    private final String template;
    /** What is listed, each line's messages. */
    private final List<List<Message>> lines;
    private Wording wording;
    private int shown;
    private int fits = -1;
    private int tooMany;
    private String text;

    private Draft(Batch told, Platform platform, String language, ZoneId zone, String mention) {
        this.content = Content.of(told);
        this.batch = content.batch();
        this.platform = platform;
        this.reserved = platform.mentioning(mention);
        this.style = new Style(platform, batch.first().isEmpty() ? Vocabulary.of(language, TEST, TEST)
                : Vocabulary.of(language, batch.first().get(0).family(), batch.kind()), zone);
        this.template = content.form();
        this.lines = lines(batch.first(), style.words().find("digest", "times").isPresent());
        this.shown = !template.equals("digest") ? 0 : Math.min(lines.size(),
                batch.size() - batch.over() > MOST_ITEMS ? EXAMPLES : MOST_ITEMS);
        this.tooMany = shown + 1;
    }

    /**
     * @param platform {@code wecom}, {@code dingtalk}, {@code feishu} or {@code webhook}
     * @param language the folder under {@code templates/words}
     * @param zone     the zone that times are shown in
     * @param mention  whom the message calls besides, separated by commas; null or empty if nobody
     */
    public static Draft of(Batch batch, String platform, String language, String zone, String mention) {
        return new Draft(batch, Platform.of(platform), language, ZoneId.of(zone), mention == null ? "" : mention);
    }

    /** The forms that a family's messages take. */
    public static List<String> forms(String family) {
        return family.equals(TEST) ? List.of(TEST) : SINGLE.contains(family) ? List.of("alert")
                : List.of("alert", "digest", "plain");
    }

    /** The values that a form of a family's has besides what an event says of itself. */
    public static Set<String> values(String family, String form) {
        return family.equals(Unread.KIND) ? UnreadValues.NAMES : family.equals(Daily.KIND) ? DailyValues.NAMES
                : family.equals(SilenceEnd.FAMILY) ? SilenceValues.NAMES : form.equals("alert") ? EventValues.NAMES
                : BatchValues.NAMES;
    }

    /** Each by itself; or, where words say how often, all of one subject where its first is. */
    private static List<List<Message>> lines(List<Message> messages, boolean together) {
        return !together ? messages.stream().map(List::of).toList() : List.copyOf(messages.stream().collect(
                Collectors.groupingBy(Message::subject, LinkedHashMap::new, Collectors.toList())).values());
    }

    /**
     * The form to use: {@code alert} for one event, {@code digest} for several, {@code plain} after a refusal,
     * {@code test} for none.
     */
    public String template() {
        return template;
    }

    /** What the form lays out. */
    public Wording words() {
        if (wording == null) {
            UnaryOperator<String> values = content.values(style);
            wording = new Wording(heading(values), rows(values), items(lines.subList(0, shown)), "");
        }
        List<String> items = wording.items().subList(0, shown);
        int more = batch.size() - batch.over() - lines.subList(0, shown).stream().mapToInt(List::size).sum();
        return new Wording(wording.heading(), wording.rows(), items, template.equals("digest") && more > 0
                ? style.fill(template, "more", name -> Integer.toString(more)) : "");
    }

    /** What is over comes first: whoever reads that may turn over again. Of many, what there is none of is not said. */
    private List<Wording.Row> rows(UnaryOperator<String> values) {
        Stream<Wording.Row> said = style.rows(template, values).stream()
                .filter(row -> template.equals("alert") || !row.value().equals(Style.NONE));
        Stream<Wording.Row> over = batch.over() == 0 ? Stream.empty() : Stream.of(new Wording.Row("", over()));
        return Stream.concat(over, said).toList();
    }

    /** How many devices, or alarms; and of how many events, if some of them had several. */
    private String over() {
        String over = style.fill(template, "over", name -> Integer.toString(batch.back()));
        return batch.back() == batch.over() || style.words().find(template, "events").isEmpty() ? over
                : over + style.fill(template, "events", name -> Integer.toString(batch.over()));
    }

    /** A digest's is made of a single alert's; behind it stands the mark of what is most urgent. */
    private String heading(UnaryOperator<String> values) {
        String heading = style.fill(template, "heading", name ->
                name.equals("heading") ? style.fill("alert", "heading", values) : values.apply(name));
        return batch.first().isEmpty() ? heading : (heading + " " + style.mark(template, batch.first().get(0))).strip();
    }

    /** What the rows do not say of all of them already; marked if they are not all as urgent. */
    private List<String> items(List<List<Message>> listed) {
        if (listed.isEmpty()) {
            return List.of();
        }
        boolean marked = listed.stream().flatMap(List::stream).mapToInt(Message::priority).distinct().count() > 1;
        String item = style.item(new BatchValues(batch, style, content.back()).said());
        return listed.stream().map(line -> {
            Message message = Collections.max(line, Comparator.comparing(Message::time));
            return ((marked ? style.mark(template, message) + " " : "")
                    + Style.fill(item, new EventValues(message, batch, style)).strip() + times(line.size())).strip();
        }).toList();
    }

    private String times(int times) {
        return times == 1 ? "" : " " + style.fill("digest", "times", name -> Integer.toString(times));
    }

    /** Takes what the form made of the words, and decides how many events to try next. */
    public static Draft worded(@Variable("draft") Draft draft, @Body String text) {
        String stripped = text.strip();
        if (draft.platform.takes(stripped, draft.reserved)) {
            draft.fits = draft.shown;
            draft.text = stripped;
        } else {
            draft.tooMany = draft.shown;
            draft.text = draft.shown == 0 ? cut(stripped, draft) : draft.text;
        }
        draft.shown = Math.max(draft.fits + 1,
                Math.min(draft.tooMany - 1, draft.platform.share(draft.shown, stripped, draft.reserved)));
        return draft;
    }

    public boolean unfinished() {
        return text == null || fits + 1 < tooMany;
    }

    /** The finished text, always within the platform's limit. */
    public String text() {
        return text;
    }

    /** The last resort: whole lines as long as they fit, and of a first line that is too long whole characters. */
    private static String cut(String text, Draft draft) {
        int end = text.length();
        while (!draft.platform.takes(text.substring(0, end), draft.reserved)) {
            int line = text.lastIndexOf('\n', end - 1);
            end = line > 0 ? line : text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }
}
