package io.disconnectalerts.demo;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An MQTT 5 client on a real TCP connection: it connects, pings, and ends in every way a device can end. Thousands fit
 * in one thread.
 */
final class Device {

    /** The user property of CONNECT that tells the broker's extension, whose interface lacks it, the client's port. */
    static final String PEER_PORT = "peerport";

    private static final EventLoopGroup LOOP = new NioEventLoopGroup(1, new DefaultThreadFactory("devices", true));
    private static final int PINGREQ = 0xC0;
    private static final int DISCONNECT = 0xE0;

    /**
     * Who connects, and how.
     *
     * @param keepAlive seconds
     * @param host      from which of this machine's addresses
     */
    record Identity(String clientid, String username, boolean cleanStart, int keepAlive, String host) {}

    private final Identity identity;
    private final Channel channel;
    private final Future<?> pings;
    private volatile boolean silent;
    private volatile boolean polite;

    Device(Identity identity, Channel channel) {
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
                .handler(new Handshake(identity, connected))
                .connect(new InetSocketAddress(identity.host().contains(":") ? identity.host() : "127.0.0.1", port),
                        new InetSocketAddress(identity.host(), 0));
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

    Identity identity() {
        return identity;
    }

    boolean silent() {
        return silent;
    }

    /** Whether it has said goodbye. */
    boolean polite() {
        return polite;
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
        polite = true;
        send(DISCONNECT).addListener(sent -> channel.close());
    }

    private ChannelFuture send(int packet) {
        return channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) packet, 0}));
    }
}
