package io.ringlane.benchmarks.carry;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * A pair of Netty channels, connected: a writes, b reads, with the allocator and the watermarks they come with. Parties live
 * on their event loops; the caller waits without spinning, so that the loops have the cores.
 */
final class NettyCarrier implements Carrier {

    private static final long TIMEOUT_S = 20;

    private final MultiThreadIoEventLoopGroup loops;
    private final Channel server;
    private final Channel client;
    private final NettyParty a;
    private final NettyParty b;
    private final Semaphore done = new Semaphore(0);
    private volatile Throwable failure;

    private NettyCarrier(
            final int frameBytes,
            final int threads,
            final IoHandlerFactory io,
            final Class<? extends ServerChannel> serverKind,
            final Class<? extends Channel> clientKind,
            final SocketAddress address)
            throws InterruptedException {
        loops = new MultiThreadIoEventLoopGroup(threads, io);
        a = new NettyParty(Message.fromAToB(frameBytes), done::release, this::fail);
        b = new NettyParty(Message.fromBToA(frameBytes), done::release, this::fail);
        final Semaphore accepted = new Semaphore(0);
        final boolean isTcp = address instanceof InetSocketAddress;
        final ServerBootstrap listening = new ServerBootstrap().group(loops).channel(serverKind);
        if (isTcp) {
            listening.childOption(ChannelOption.TCP_NODELAY, true);
        }
        server = listening
                .childHandler(handler(b, accepted))
                .bind(address)
                .sync()
                .channel();
        final Bootstrap connecting = new Bootstrap().group(loops).channel(clientKind);
        if (isTcp) {
            connecting.option(ChannelOption.TCP_NODELAY, true);
        }
        client = connecting
                .handler(handler(a, accepted))
                .connect(server.localAddress())
                .sync()
                .channel();
        accepted.acquire(2);
    }

    private static ChannelHandler handler(final NettyParty party, final Semaphore accepted) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(final Channel channel) {
                channel.pipeline().addLast(party);
                accepted.release();
            }
        };
    }

    /** @param threads event loops: one for both parties, or one each */
    static NettyCarrier local(final int frameBytes, final int threads) throws InterruptedException {
        return new NettyCarrier(
                frameBytes,
                threads,
                LocalIoHandler.newFactory(),
                LocalServerChannel.class,
                LocalChannel.class,
                new LocalAddress(NettyCarrier.class));
    }

    static NettyCarrier nio(final int frameBytes) throws InterruptedException {
        return new NettyCarrier(
                frameBytes,
                2,
                NioIoHandler.newFactory(),
                NioServerSocketChannel.class,
                NioSocketChannel.class,
                loopback());
    }

    /** @throws IllegalStateException if this machine cannot, which is any but Linux */
    static NettyCarrier epoll(final int frameBytes) throws InterruptedException {
        if (!Epoll.isAvailable()) {
            throw new IllegalStateException(
                    "epoll is not to be had here; name the ways to measure with -p way=", Epoll.unavailabilityCause());
        }
        return new NettyCarrier(
                frameBytes,
                2,
                EpollIoHandler.newFactory(),
                EpollServerSocketChannel.class,
                EpollSocketChannel.class,
                loopback());
    }

    private static SocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public void oneWay(final int frames) throws InterruptedException {
        b.expect(frames);
        client.eventLoop().execute(() -> a.send(frames));
        await();
    }

    @Override
    public void roundTrips(final int count, final LongConsumer latencyNs) throws InterruptedException {
        b.echo();
        client.eventLoop().execute(() -> a.ping(count, latencyNs));
        await();
    }

    private void fail(final Throwable thrown) {
        failure = thrown;
        done.release();
    }

    private void await() throws InterruptedException {
        final boolean inTime = done.tryAcquire(TIMEOUT_S, TimeUnit.SECONDS);
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        if (!inTime) {
            throw new IllegalStateException("not all frames came within " + TIMEOUT_S + " s");
        }
    }

    @Override
    public void close() {
        client.close().syncUninterruptibly();
        server.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
