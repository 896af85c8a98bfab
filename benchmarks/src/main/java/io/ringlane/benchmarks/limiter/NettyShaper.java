package io.ringlane.benchmarks.limiter;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.traffic.ChannelTrafficShapingHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Netty's {@link ChannelTrafficShapingHandler} in a local channel: the sender writes while the channel is writable, as its
 * documentation asks, and packets pass when the other end reads them. One event loop.
 */
final class NettyShaper implements Shaper {

    private static final int BURST = 32;

    /** How often it looks at what was written; shorter than its own second, as it forgets at each look. */
    private static final long CHECK_INTERVAL_MS = 100;

    /**
     * How much may wait in it, in time. Its own 4 MB are gone in 3 ms at 10 Gbit/s, and it makes nothing wait for less than
     * 10 ms, so that it could never reach the rate.
     */
    private static final long QUEUE_MS = 50;

    private static final long TIMEOUT_S = 60;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    private final Sender sender = new Sender();
    private final Receiver receiver = new Receiver();
    private final Semaphore done = new Semaphore(0);
    private final Channel server;
    private final Channel client;
    private volatile Throwable failure;

    NettyShaper(final long bitsPerSecond) throws InterruptedException {
        server = new ServerBootstrap()
                .group(loop)
                .channel(LocalServerChannel.class)
                .childHandler(receiver)
                .bind(new LocalAddress(NettyShaper.class))
                .sync()
                .channel();
        client = new Bootstrap()
                .group(loop)
                .channel(LocalChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(final Channel channel) {
                        final ChannelTrafficShapingHandler shaper =
                                new ChannelTrafficShapingHandler(bitsPerSecond / 8, 0, CHECK_INTERVAL_MS);
                        shaper.setMaxWriteSize(bitsPerSecond / 8 * QUEUE_MS / 1_000);
                        channel.pipeline().addLast(shaper).addLast(sender);
                    }
                })
                .connect(server.localAddress())
                .sync()
                .channel();
    }

    @Override
    public void send(final long packets, final WindowMeter meter) throws InterruptedException {
        client.eventLoop().execute(() -> {
            receiver.meter = meter;
            receiver.wanted = packets;
            sender.unsent = packets;
            sender.pump();
        });
        final boolean inTime = done.tryAcquire(TIMEOUT_S, TimeUnit.SECONDS);
        if (failure != null) {
            throw new IllegalStateException("the channel failed", failure);
        }
        if (!inTime) {
            throw new IllegalStateException("not all packets came within " + TIMEOUT_S + " s");
        }
    }

    @Override
    public void close() {
        client.close().syncUninterruptibly();
        server.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void fail(final Throwable cause) {
        failure = cause;
        done.release();
    }

    private final class Sender extends ChannelInboundHandlerAdapter {

        private final ByteBuf packet =
                Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeZero(WindowMeter.PACKET_BYTES));
        private ChannelHandlerContext context;
        private long unsent;

        private void pump() {
            if (unsent > 0 && context.channel().isWritable()) {
                for (int i = 0; i < BURST && unsent > 0; i++) {
                    context.write(packet.duplicate(), context.voidPromise());
                    unsent--;
                }
                context.flush();
                context.executor().execute(this::pump); // lets timers and the other end have their turn
            }
        }

        @Override
        public void handlerAdded(final ChannelHandlerContext newContext) {
            context = newContext;
        }

        @Override
        public void channelWritabilityChanged(final ChannelHandlerContext ctx) {
            pump();
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
            fail(cause);
        }
    }

    private final class Receiver extends ChannelInboundHandlerAdapter {

        private WindowMeter meter;
        private long wanted;

        @Override
        public void channelRead(final ChannelHandlerContext ctx, final Object message) {
            final int bytes = ((ByteBuf) message).readableBytes();
            ReferenceCountUtil.release(message);
            if (bytes % WindowMeter.PACKET_BYTES != 0) {
                throw new IllegalStateException("not whole packets came: " + bytes + " bytes");
            }
            final long nowNs = System.nanoTime();
            for (int i = 0; i < bytes / WindowMeter.PACKET_BYTES; i++) { // a local channel merges what waits
                meter.pass(nowNs);
            }
            if (meter.count() == wanted) {
                done.release();
            }
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
            fail(cause);
        }
    }
}
