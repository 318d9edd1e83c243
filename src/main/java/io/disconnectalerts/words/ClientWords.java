package io.disconnectalerts.words;

import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.outbox.Batch;
import io.disconnectalerts.outbox.Message;

/**
 * One client in the words of a message: every value is neutral for the platform, short enough, and {@code -} if
 * missing.
 *
 * @param reason the raw word, and what it means
 * @param word   the raw word alone, for a list
 * @param time   date and time
 * @param clock  the time of day, with the date if the message is about several days
 */
public record ClientWords(String clientid, String username, String peername, String node, String reason, String word,
        String time,
        String clock, String severity) {
    private static final int LONGEST_CLIENTID = 128;
    private static final int LONGEST = 64;

    /** @param batch what the message is about, this client among others */
    static ClientWords of(Message message, Batch batch, Platform platform, Wording wording) {
        Alert alert = Alert.of(message);
        String word = platform.text(alert.reason(), LONGEST);
        return new ClientWords(platform.text(alert.clientid(), LONGEST_CLIENTID),
                platform.text(alert.username(), LONGEST),
                platform.text(alert.peername(), LONGEST), platform.text(alert.node(), LONGEST),
                wording.reason(alert.reason(), word), word, wording.time(alert.time()),
                wording.clock(alert.time(), batch.from(), batch.to()),
                wording.severity(alert.severity()));
    }
}
