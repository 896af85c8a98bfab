package io.ringlane.benchmarks.carry;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * One end of a Netty channel. Frames have one length, so a stream of bytes is cut by counting.
 *
 * <p>Its event loop's thread only, but for {@link #expect} and {@link #echo}, which are called while no frame is under way.
 */
final class NettyParty extends ChannelInboundHandlerAdapter {

    private static final int BURST = 32;

    private enum Role {
        COUNTING,
        ECHOING,
        PINGING
    }

    private final Message outgoing;
    private final Message incoming;
    private final Runnable onDone;
    private final Consumer<Throwable> onFailure;
    private ChannelHandlerContext context;
    private volatile Role role = Role.COUNTING; // the volatile write shows the other fields as well
    private int filledBytes;
    private long sent;
    private long arrived;
    private long wanted; // the count of arrived at which all is done
    private long unsent;
    private LongConsumer latencyNs;
    private long startNs;

    NettyParty(final Message outgoing, final Runnable onDone, final Consumer<Throwable> onFailure) {
        this.outgoing = outgoing;
        this.incoming = new Message(outgoing.bytes.length);
        this.onDone = onDone;
        this.onFailure = onFailure;
    }

    /** Signals once so many more frames have arrived. */
    void expect(final int frames) {
        wanted = arrived + frames;
        role = Role.COUNTING;
    }

    /** Answers each frame. */
    void echo() {
        role = Role.ECHOING;
    }

    /** Sends frames as long as the channel takes them, and the rest when it does again. */
    void send(final int frames) {
        unsent += frames;
        pump();
    }

    /** Sends a frame, and the next when the answer is there; signals after the last. */
    void ping(final int count, final LongConsumer into) {
        latencyNs = into;
        wanted = arrived + count;
        role = Role.PINGING;
        pingOnce();
    }

    private void pingOnce() {
        startNs = System.nanoTime();
        writeOne();
        context.flush();
    }

    private void pump() {
        while (unsent > 0 && context.channel().isWritable()) {
            for (int i = 0; i < BURST && unsent > 0; i++) {
                writeOne();
                unsent--;
            }
            context.flush();
        }
    }

    private void writeOne() {
        outgoing.number(sent++);
        final ByteBuf buffer = context.alloc().ioBuffer(outgoing.bytes.length);
        buffer.writeBytes(outgoing.bytes);
        context.write(buffer, context.voidPromise());
    }

    private void onFrame() {
        incoming.check(arrived++);
        switch (role) {
            case COUNTING -> {
                if (arrived == wanted) {
                    onDone.run();
                }
            }
            case ECHOING -> {
                writeOne();
                context.flush();
            }
            case PINGING -> {
                latencyNs.accept(System.nanoTime() - startNs);
                if (arrived == wanted) {
                    onDone.run();
                } else {
                    // A task of its own: on one loop this may be inside the channel's flush, where another does
                    // nothing.
                    context.executor().execute(this::pingOnce);
                }
            }
            default -> throw new IllegalStateException(role.name());
        }
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext newContext) {
        context = newContext;
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        final ByteBuf buffer = (ByteBuf) message;
        try {
            final byte[] frame = incoming.bytes;
            while (buffer.isReadable()) {
                final int count = Math.min(buffer.readableBytes(), frame.length - filledBytes);
                buffer.readBytes(frame, filledBytes, count);
                filledBytes += count;
                if (filledBytes == frame.length) {
                    filledBytes = 0;
                    onFrame();
                }
            }
        } finally {
            buffer.release();
        }
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext ctx) {
        pump();
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        onFailure.accept(cause);
    }
}
