package io.disconnectalerts.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one step of a trace says of itself.
 *
 * @param parent the step it belongs to, empty for the first of a trace
 */
public record Span(String trace, String id, String parent, String name) {

    /**
     * The spans of an {@code ExportTraceServiceRequest}, the numbers as in opentelemetry/proto/trace/v1/trace.proto.
     */
    static List<Span> of(byte[] request) {
        return within(request, 1).flatMap(resource -> within(resource, 2)).flatMap(scope -> within(scope, 2))
                .map(Span::read).toList();
    }

    private static Span read(byte[] span) {
        return new Span(hex(span, 1), hex(span, 2), hex(span, 4),
                within(span, 5).map(name -> new String(name, UTF_8)).findFirst().orElse(""));
    }

    private static String hex(byte[] span, int field) {
        return within(span, field).map(HexFormat.of()::formatHex).findFirst().orElse("");
    }

    /** What stands in a protobuf message under one number. */
    private static Stream<byte[]> within(byte[] message, int field) {
        ByteBuffer in = ByteBuffer.wrap(message);
        List<byte[]> found = new ArrayList<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            switch ((int) key & 7) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 5 -> in.getInt();
                case 2 -> {
                    byte[] value = new byte[(int) varint(in)];
                    in.get(value);
                    if (key >>> 3 == field) {
                        found.add(value);
                    }
                }
                default -> throw new IllegalArgumentException("no protobuf");
            }
        }
        return found.stream();
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
