package io.disconnectalerts.words;

import io.disconnectalerts.alert.Unread;
import io.disconnectalerts.outbox.Batch;

/**
 * A message to a group in the making: worded with as many clients as a digest lists, and, if that is too long for the
 * platform, worded again until the largest number of clients that fits is found.
 */
public final class Draft {
    /** A digest lists at most so many clients. */
    static final int MOST_CLIENTS = 30;

    private final Batch batch;
    private final Platform platform;
    private final Wording wording;
    private DigestWords digest;
    private int shown;
    private int fits = -1;
    private int tooMany;
    private String text;

    private Draft(Batch batch, Platform platform, Wording wording) {
        this.batch = batch;
        this.platform = platform;
        this.wording = wording;
        this.shown = template().equals("digest") ? Math.min(MOST_CLIENTS, batch.first().size()) : 0;
        this.tooMany = shown + 1;
    }

    /**
     * @param platform {@code wecom}, {@code dingtalk} or {@code feishu}
     * @param language the folder under {@code templates}
     * @param zone     the zone that times are shown in
     */
    public static Draft of(Batch batch, String platform, String language, String zone) {
        return new Draft(batch, Platform.of(platform), Wording.of(language, zone));
    }

    /**
     * The template to use: {@code alert} for one event, {@code digest} for several, {@code plain} after a refusal,
     * {@code test}
     * for none; {@code unread} for inputs that could not be read.
     */
    public String template() {
        return batch.kind().equals(Unread.KIND) ? Unread.KIND : batch.plain() ? "plain" : switch (batch.size()) {
            case 0 -> "test";
            case 1 -> "alert";
            default -> "digest";
        };
    }

    /** What the template words: {@link ClientWords} for an alert, {@link UnreadWords}, else {@link DigestWords}. */
    public Object words() {
        if (template().equals(Unread.KIND)) {
            return UnreadWords.of(batch, platform, wording);
        }
        if (template().equals("alert")) {
            return ClientWords.of(batch.first().get(0), batch, platform, wording);
        }
        if (digest == null) {
            digest = DigestWords.of(batch, shown, platform, wording);
        }
        return digest.listing(shown);
    }

    /** Takes what the template made of the words, and decides how many clients to try next. */
    public static Draft worded(Draft draft, String text) {
        String stripped = text.strip();
        if (draft.platform.takes(stripped)) {
            draft.fits = draft.shown;
            draft.text = stripped;
        } else {
            draft.tooMany = draft.shown;
            draft.text = draft.shown == 0 ? cut(stripped, draft.platform) : draft.text;
        }
        draft.shown = Math.max(draft.fits + 1,
                Math.min(draft.tooMany - 1, draft.platform.share(draft.shown, stripped)));
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
    private static String cut(String text, Platform platform) {
        int end = text.length();
        while (!platform.takes(text.substring(0, end))) {
            int line = text.lastIndexOf('\n', end - 1);
            end = line > 0 ? line : text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }
}
