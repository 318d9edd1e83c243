package io.disconnectalerts.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Says CONNECT as soon as the socket is open, and makes a {@link Device} of it when the broker agrees. */
final class Handshake extends SimpleChannelInboundHandler<ByteBuf> {

    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int USER_PROPERTY = 0x26;
    private static final int WITH_USERNAME = 0x80;
    private static final int CLEAN_START = 0x02;

    private final Device.Identity identity;
    private final CompletableFuture<Device> connected;

    Handshake(Device.Identity identity, CompletableFuture<Device> connected) {
        this.identity = identity;
        this.connected = connected;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(connect(((InetSocketAddress) context.channel().localAddress()).getPort()));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf packet) {
        if (!connected.isDone() && packet.readableBytes() >= 4) {
            if (packet.getUnsignedByte(0) == CONNACK && packet.getUnsignedByte(3) == 0) {
                connected.complete(new Device(identity, context.channel()));
            } else {
                connected.completeExceptionally(new IOException("refused: " + ByteBufUtil.hexDump(packet)));
                context.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connected.completeExceptionally(new IOException("closed before it was accepted"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connected.completeExceptionally(cause);
        context.close();
    }

    private ByteBuf connect(int port) {
        ByteBuf properties = Unpooled.buffer();
        text(text(properties.writeByte(USER_PROPERTY), Device.PEER_PORT), String.valueOf(port));
        ByteBuf body = text(Unpooled.buffer(), "MQTT").writeByte(5)
                .writeByte(WITH_USERNAME | (identity.cleanStart() ? CLEAN_START : 0))
                .writeShort(identity.keepAlive());
        length(body, properties.readableBytes()).writeBytes(properties);
        text(text(body, identity.clientid()), identity.username());
        return length(Unpooled.buffer().writeByte(CONNECT), body.readableBytes()).writeBytes(body);
    }

    private static ByteBuf text(ByteBuf to, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        return to.writeShort(bytes.length).writeBytes(bytes);
    }

    /** MQTT's variable byte integer. */
    private static ByteBuf length(ByteBuf to, int value) {
        int rest = value;
        while (rest > 127) {
            to.writeByte(rest & 127 | 128);
            rest >>= 7;
        }
        return to.writeByte(rest);
    }
}
