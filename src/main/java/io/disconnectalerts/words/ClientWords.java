package io.disconnectalerts.words;

import io.disconnectalerts.alert.Alert;
import io.disconnectalerts.outbox.Message;

/** One client in the words of a message: every value is neutral for the platform, short enough, and {@code -} if missing. */
public record ClientWords(String clientid, String username, String peername, String node, String reason, String time, String severity) {
    private static final int LONGEST_CLIENTID = 128;
    private static final int LONGEST = 64;

    static ClientWords of(Message message, Platform platform, Wording wording) {
        Alert alert = Alert.of(message);
        return new ClientWords(platform.text(alert.clientid(), LONGEST_CLIENTID), platform.text(alert.username(), LONGEST),
                platform.text(alert.peername(), LONGEST), platform.text(alert.node(), LONGEST),
                wording.reason(alert.reason(), platform.text(alert.reason(), LONGEST)), wording.time(alert.time()), wording.severity(alert.severity()));
    }
}
