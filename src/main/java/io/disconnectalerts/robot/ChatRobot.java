package io.disconnectalerts.robot;

import io.disconnectalerts.delivery.DeliveryFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** A robot in somebody's group chat. It answers HTTP 200 even when it refuses. */
public abstract sealed class ChatRobot extends Robot permits WeComRobot, DingTalkRobot, FeishuRobot {
    private final Replies replies;

    ChatRobot(Replies replies) {
        this.replies = replies;
    }

    /** The text, if there is anything to say: platforms refuse nothing at all in words that do not name it. */
    public String text(@Body String text) throws DeliveryFailure {
        if (text == null || text.isBlank()) {
            throw new DeliveryFailure.Unacceptable("there is no text");
        }
        return text;
    }

    /** Returns when the message was accepted, and otherwise throws what the outbox has to know. */
    public void check(@Header(Exchange.HTTP_RESPONSE_CODE) int status, @Body InputStream body,
                      @Header("x-ogw-ratelimit-reset") String reset, @Header("Date") String date)
            throws DeliveryFailure, IOException {
        Optional<DeliveryFailure> failure = replies.read(status, body, reset, () -> offset(date), this::mask);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
