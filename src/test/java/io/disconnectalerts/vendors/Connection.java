package io.disconnectalerts.vendors;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

/** One client's connection: how an answer gets onto the wire, well or badly. */
record Connection(Channel channel) {

    void answer(Answer answer) {
        whole(answer, answer.body(), "");
    }

    void answer(Answer answer, Fault.Packing packing) {
        switch (packing) {
            case GZIP -> whole(answer, gzip(answer.body()), "gzip");
            case GZIP_GARBAGE -> whole(answer, answer.body(), "gzip");
            case EMPTY -> whole(answer, new byte[0], "");
            case CHUNKED -> {
                channel.write(chunked(answer));
                int half = answer.body().length / 2;
                channel.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(answer.body(), 0, half)));
                channel.write(new DefaultHttpContent(
                        Unpooled.copiedBuffer(answer.body(), half, answer.body().length - half)));
                channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            }
            case ENDLESS -> {
                channel.write(chunked(answer));
                trickle();
            }
            case CUT_SHORT -> {
                HttpResponse head = head(new DefaultHttpResponse(HTTP_1_1, status(answer)), answer);
                head.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length + 100);
                channel.write(head);
                channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(answer.body())))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    private static HttpResponse chunked(Answer answer) {
        HttpResponse head = head(new DefaultHttpResponse(HTTP_1_1, status(answer)), answer);
        head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        return head;
    }

    private void trickle() {
        if (channel.isActive()) {
            channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[] {' '})));
            Wire.after(1000, this::trickle);
        }
    }

    /** Drops the connection without the courtesy of a FIN. */
    void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    private void whole(Answer answer, byte[] body, String encoding) {
        ByteBuf content = Unpooled.wrappedBuffer(body);
        HttpResponse response = head(new DefaultFullHttpResponse(HTTP_1_1, status(answer), content), answer);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (!encoding.isEmpty()) {
            response.headers().set(HttpHeaderNames.CONTENT_ENCODING, encoding);
        }
        channel.writeAndFlush(response);
    }

    private static HttpResponse head(HttpResponse response, Answer answer) {
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        return response;
    }

    private static HttpResponseStatus status(Answer answer) {
        return HttpResponseStatus.valueOf(answer.status());
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
