package io.disconnectalerts.parking;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** A payload for whoever reads it: if it is not UTF-8, each byte that is not ASCII stands there as {@code \xB1}. */
final class ParkedText {

    private ParkedText() {
    }

    /** @param cut whether it may end amid a letter, which is left out then */
    static String of(byte[] payload, boolean cut) {
        CharBuffer text = CharBuffer.allocate(payload.length);
        boolean other = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload), text, !cut).isError();
        return other ? escaped(payload) : text.flip().toString();
    }

    private static String escaped(byte[] payload) {
        StringBuilder text = new StringBuilder();
        for (byte each : payload) {
            text.append(each < 0 ? "\\x%02X".formatted(each) : Character.toString(each));
        }
        return text.toString();
    }
}
