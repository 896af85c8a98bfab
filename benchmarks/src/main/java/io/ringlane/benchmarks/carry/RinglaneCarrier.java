package io.ringlane.benchmarks.carry;

import io.ringlane.benchmarks.support.TwoInstances;
import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.dataplane.nic.FrameHandler;
import io.ringlane.dataplane.nic.QueuePair;
import java.util.function.LongConsumer;

/**
 * Two instances through the plane. Both are on the caller's thread; the worker is as well, or spins on a core of its own.
 * Flow cap and lines are charged at a rate out of reach.
 */
final class RinglaneCarrier implements Carrier {

    private static final int BURST = 32;

    /** On their way at most where two threads work: half of what the worker has frames for. */
    private static final int WINDOW = 128;

    private final TwoInstances instances;
    private final boolean hasOwnThread;
    private final FrameRegion region;
    private final Message fromA;
    private final Message fromB;
    private final Message received;
    private final long[] outgoing = new long[BURST];
    private final FrameHandler handler = this::onFrame;
    private long sent; // both count frames of both directions, since one follows the other
    private long arrived;

    RinglaneCarrier(final int frameBytes, final boolean hasOwnThread) {
        this.hasOwnThread = hasOwnThread;
        instances = new TwoInstances(TwoInstances.OUT_OF_REACH, hasOwnThread);
        region = instances.plane().region();
        fromA = Message.fromAToB(frameBytes);
        fromB = Message.fromBToA(frameBytes);
        received = new Message(frameBytes);
    }

    @Override
    public void oneWay(final int frames) {
        final long end = sent + frames;
        while (arrived < end) {
            final long room = Math.min(end - sent, WINDOW - (sent - arrived));
            if (room > 0) {
                send(instances.a(), fromA, (int) Math.min(BURST, room));
            }
            receive(instances.b());
        }
    }

    @Override
    public void roundTrips(final int count, final LongConsumer latencyNs) {
        for (int i = 0; i < count; i++) {
            final long startNs = System.nanoTime();
            step(instances.a(), fromA, instances.b());
            step(instances.b(), fromB, instances.a());
            latencyNs.accept(System.nanoTime() - startNs);
        }
    }

    private void step(final QueuePair from, final Message message, final QueuePair to) {
        send(from, message, 1);
        while (arrived != sent) {
            receive(to);
        }
    }

    private void send(final QueuePair queue, final Message message, final int count) {
        final int taken = queue.take(outgoing, 0, count);
        final byte[] bytes = message.bytes;
        for (int i = 0; i < taken; i++) {
            final int frame = Descriptor.frame(outgoing[i]);
            message.number(sent + i);
            System.arraycopy(bytes, 0, region.memory(frame), region.data(frame), bytes.length);
            outgoing[i] = Descriptor.of(frame, bytes.length);
        }
        if (queue.transmit(outgoing, 0, taken) != taken) {
            throw new IllegalStateException("a transmit ring of more slots than frames was full");
        }
        sent += taken;
        if (!hasOwnThread) {
            instances.turn();
        }
    }

    private void receive(final QueuePair queue) {
        if (queue.receive(handler, BURST) == 0) {
            if (hasOwnThread) {
                instances.plane().checkHealth();
            } else {
                instances.turn();
            }
        }
    }

    private void onFrame(final byte[] memory, final int offset, final int lengthBytes, final long descriptor) {
        System.arraycopy(memory, offset, received.bytes, 0, lengthBytes);
        received.check(arrived++);
    }

    @Override
    public void close() {
        instances.close();
    }
}
