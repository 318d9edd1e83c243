package io.disconnectalerts.vendors;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** An open port on 127.0.0.1 that speaks HTTP/1.1 with keep-alive; every request is handled on one event loop. */
final class Wire implements AutoCloseable {

    private static final int LARGEST_REQUEST = 4 * 1024 * 1024;
    private static final NioEventLoopGroup LOOP = new NioEventLoopGroup(1, new DefaultThreadFactory("vendors", true));

    private final ChannelGroup channels = new DefaultChannelGroup(LOOP.next());
    private final int port;

    Wire(int port, BiConsumer<Connection, FullHttpRequest> handler) {
        Channel server = new ServerBootstrap().group(LOOP).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channels.add(channel);
                        channel.pipeline().addLast(new HttpServerCodec(), new HttpServerKeepAliveHandler(),
                                new Whole(), new Inbound(handler));
                    }
                }).bind(new InetSocketAddress("127.0.0.1", port)).syncUninterruptibly().channel();
        channels.add(server);
        this.port = ((InetSocketAddress) server.localAddress()).getPort();
    }

    int port() {
        return port;
    }

    static void after(long ms, Runnable step) {
        LOOP.schedule(step, ms, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        channels.close().syncUninterruptibly();
    }

    /** Hands a request on in one piece, and its headers as they came. */
    private static final class Whole extends HttpObjectAggregator {

        private Whole() {
            super(LARGEST_REQUEST);
        }

        @Override
        protected FullHttpMessage beginAggregation(HttpMessage start, ByteBuf content) throws Exception {
            boolean chunked = HttpUtil.isTransferEncodingChunked(start);
            FullHttpMessage whole = super.beginAggregation(start, content);
            HttpUtil.setTransferEncodingChunked(whole, chunked);
            return whole;
        }

        @Override
        protected void finishAggregation(FullHttpMessage whole) {
            // Netty would add a Content-Length here.
        }
    }

    private static final class Inbound extends SimpleChannelInboundHandler<FullHttpRequest> {

        private final BiConsumer<Connection, FullHttpRequest> handler;

        private Inbound(BiConsumer<Connection, FullHttpRequest> handler) {
            this.handler = handler;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            handler.accept(new Connection(context.channel()), request);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
