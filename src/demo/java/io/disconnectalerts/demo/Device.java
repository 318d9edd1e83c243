package io.disconnectalerts.demo;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/** An MQTT 5 client on a real TCP connection: it connects, pings, and ends in every way a device can end. Thousands fit in one thread. */
final class Device {

    /** The user property of CONNECT that tells the broker's extension, whose interface lacks it, the client's port. */
    static final String PEER_PORT = "peerport";
    /** The user property of a device whose arrival nobody wants to hear of. */
    static final String UNANNOUNCED = "unannounced";

    private static final EventLoopGroup LOOP = new NioEventLoopGroup(1, new DefaultThreadFactory("devices", true));
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PINGREQ = 0xC0;
    private static final int DISCONNECT = 0xE0;
    private static final int USER_PROPERTY = 0x26;
    private static final int WITH_USERNAME = 0x80;
    private static final int CLEAN_START = 0x02;

    /**
     * Who connects, and how.
     *
     * @param keepAlive seconds
     * @param announced whether the broker tells of its arrival too
     */
    record Identity(String clientid, String username, boolean cleanStart, int keepAlive, boolean announced) {}

    private final Identity identity;
    private final Channel channel;
    private final Future<?> pings;
    private volatile boolean silent;

    private Device(Identity identity, Channel channel) {
        this.identity = identity;
        this.channel = channel;
        long pause = identity.keepAlive() * 500L;
        this.pings = channel.eventLoop().scheduleAtFixedRate(() -> send(PINGREQ), pause, pause, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> pings.cancel(false));
    }

    /** Completes when the broker has accepted the client. */
    static CompletableFuture<Device> connect(int port, Identity identity) {
        CompletableFuture<Device> connected = new CompletableFuture<>();
        ChannelFuture socket = new Bootstrap().group(LOOP).channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
                .handler(new Session(identity, connected))
                .connect(new InetSocketAddress("127.0.0.1", port));
        socket.addListener(tried -> {
            if (!tried.isSuccess()) {
                connected.completeExceptionally(tried.cause());
            }
        });
        return connected;
    }

    String clientid() {
        return identity.clientid();
    }

    boolean silent() {
        return silent;
    }

    /** Calls once, however the connection ends. */
    void onGone(Runnable step) {
        channel.closeFuture().addListener(closed -> step.run());
    }

    /** Stops pinging with the connection open, like a device that hangs or whose cable is cut. */
    void fallSilent() {
        silent = true;
        pings.cancel(false);
    }

    /** Closes the socket without DISCONNECT. */
    void pullPlug() {
        channel.close();
    }

    void sayGoodbye() {
        send(DISCONNECT).addListener(sent -> channel.close());
    }

    private ChannelFuture send(int packet) {
        return channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) packet, 0}));
    }

    private static final class Session extends SimpleChannelInboundHandler<ByteBuf> {

        private final Identity identity;
        private final CompletableFuture<Device> connected;

        private Session(Identity identity, CompletableFuture<Device> connected) {
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
            text(text(properties.writeByte(USER_PROPERTY), PEER_PORT), String.valueOf(port));
            if (!identity.announced()) {
                text(text(properties.writeByte(USER_PROPERTY), UNANNOUNCED), "");
            }
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
}
