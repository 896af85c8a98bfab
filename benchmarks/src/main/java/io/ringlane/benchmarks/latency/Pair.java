package io.ringlane.benchmarks.latency;

import static io.ringlane.core.frame.FrameLayout.INTENDED_OFFSET;

import io.ringlane.benchmarks.datapath.Answers;
import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.Ipv4Router;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import io.ringlane.dataplane.worker.DataPlane;
import io.ringlane.dataplane.worker.WorkerIdle;
import org.HdrHistogram.Histogram;

/**
 * Two instances on two cards of a data plane whose paths have no delay and whose caps are out of reach. The first sends; the
 * second takes in, or answers, and then the first takes in. Each frame carries when it was due, and the latency is from then
 * to when the burst it came in was taken from the ring.
 *
 * <p>Threads: {@link #send} and {@link #receiveAnswers} belong to the first instance's; {@link #secondTurn} to the second's.
 */
final class Pair implements AutoCloseable {

    /** Frames sent at a time at most. */
    static final int BURST = 32;

    private static final long OUT_OF_REACH = 10_000_000_000_000_000L;
    private static final int FRAME_BYTES = 64;
    private static final int SLOTS = 1024;
    private static final int FRAMES = 512; // of each instance each way, and the most that are on their way
    private static final int WORKER_FRAMES = 2048;
    private static final long LONGEST_NS = 10_000_000_000L;
    private static final int DIGITS = 3;

    private final boolean isRoundTrip;
    private final DataPlane plane;
    private final NanoClock clock = NanoClock.real();
    private final VirtualFunction first;
    private final VirtualFunction second;
    private final QueuePair outbox;
    private final QueuePair inbox; // where frames end
    private final FrameRegion region;
    private final Answers answers;
    private final long macs;
    private final int macsTail;
    private final long[] outgoing = new long[BURST];
    private final long[] incoming = new long[FRAMES];
    private final Histogram latencies = new Histogram(LONGEST_NS, DIGITS);
    private long sent;
    private volatile long received; // by whoever owns the end

    /** @param idle of the worker, once it has a thread of its own */
    Pair(final boolean isRoundTrip, final WorkerIdle idle) {
        this.isRoundTrip = isRoundTrip;
        final Route[] routes = new Route[2];
        plane = DataPlane.builder()
                .clock(clock)
                .framesAWorker(WORKER_FRAMES)
                .maxFrameBytes(FRAME_BYTES)
                .flowsAWorker(16)
                .idle(idle)
                .router((Ipv4Router) (ingress, source, destination, word1) -> routes[ingress.portIndex()])
                .build();
        first = addPort("first", 0x0200_0000_1000L);
        second = addPort("second", 0x0200_0000_2000L);
        routes[first.portIndex()] = route(second);
        routes[second.portIndex()] = route(first);
        outbox = first.queuePair(0);
        inbox = (isRoundTrip ? first : second).queuePair(0);
        region = plane.region();
        answers = new Answers(false, region, new QueuePair[] {second.queuePair(0)}, FRAMES);
        macs = second.macInWireOrder() | first.macInWireOrder() << 48;
        macsTail = (int) (first.macInWireOrder() >>> 16);
        final FrameBuilder template = new FrameBuilder()
                .macs(first.mac(), second.mac())
                .ipv4(0x0A000001, 0x0A000002)
                .udp(4789, 4789);
        for (int frame = 0; frame < region.allocatedFrames(); frame++) {
            template.write(region.memory(frame), region.data(frame), FRAME_BYTES);
        }
    }

    private VirtualFunction addPort(final String name, final long mac) {
        return plane.addFunction(
                plane.addCard("card of " + name, DeviceModel.ENA, 0, OUT_OF_REACH, 0, 0),
                name,
                VirtualFunctionConfig.defaults(
                                DeviceModel.ENA,
                                mac,
                                new Allowances(new Allowances.Settings(
                                        OUT_OF_REACH, 0, OUT_OF_REACH, 0, 0, 1_000_000_000_000L, 0, 1_000_000)))
                        .withFrames(SLOTS, SLOTS, FRAMES, FRAMES)
                        .withLine(OUT_OF_REACH)
                        .withChecks(true, false));
    }

    private Route route(final VirtualFunction to) {
        return plane.routes().to(to, new RoutePath(OUT_OF_REACH, 1_000_000, 0, 0, 1500, true));
    }

    /** Gives the worker a thread. */
    void start() {
        plane.start();
    }

    /** Runs the worker's duty once, on the caller's thread. */
    int turn() {
        return plane.doWork();
    }

    long nowNs() {
        return clock.nanoTime();
    }

    /**
     * Sends frames.
     *
     * @param dueNs when the first was due
     * @param intervalNs between one and the next
     * @return how many; fewer than {@code count} while so many are on their way that a receiver might find no room for more
     */
    int send(final int count, final long dueNs, final double intervalNs) {
        final int room = (int) (FRAMES - (sent - received));
        final int taken = outbox.take(outgoing, 0, Math.min(Math.min(BURST, count), room));
        for (int i = 0; i < taken; i++) {
            final int frame = Descriptor.frame(outgoing[i]);
            final byte[] memory = region.memory(frame);
            final int data = region.data(frame);
            Bytes.putLong(memory, region.metadata(frame) + INTENDED_OFFSET, dueNs + (long) (i * intervalNs));
            Bytes.putLong(memory, data, macs);
            Bytes.putInt(memory, data + Long.BYTES, macsTail);
            outgoing[i] = Descriptor.of(frame, FRAME_BYTES);
        }
        if (outbox.transmit(outgoing, 0, taken) != taken) {
            throw new IllegalStateException("the transmit ring is full");
        }
        sent += taken;
        return taken;
    }

    /** What the first instance does besides sending; returns frames that ended. */
    int receiveAnswers() {
        return isRoundTrip ? takeIn() : 0;
    }

    /** What the second instance does; returns frames it saw. */
    int secondTurn() {
        return isRoundTrip ? answers.turn() : takeIn();
    }

    private int takeIn() {
        final int count = inbox.poll(incoming, 0, incoming.length);
        if (count == 0) {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        for (int i = 0; i < count; i++) {
            final int frame = Descriptor.frame(incoming[i]);
            final long dueNs = Bytes.getLong(region.memory(frame), region.metadata(frame) + INTENDED_OFFSET);
            latencies.recordValue(Math.max(0, Math.min(LONGEST_NS, nowNs - dueNs)));
        }
        inbox.repost();
        received += count; // one writer
        return count;
    }

    /** Forgets the latencies so far; while nobody sends. */
    void reset() {
        latencies.reset();
    }

    /** The latencies since then, a copy. */
    Histogram latencies() {
        return latencies.copy();
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    /** Ends the worker and holds the ports' counters against what was sent. */
    @Override
    public void close() {
        plane.close();
        final long answered = isRoundTrip ? received : 0;
        if (received != sent
                || first.counters().deliveredPackets() != sent
                || second.counters().deliveredPackets() != answered
                || first.counters().droppedPackets() + second.counters().droppedPackets() != 0) {
            throw new IllegalStateException(sent + " frames sent, " + received + " received; the ports count "
                    + first.counters().deliveredPackets() + " there and "
                    + second.counters().deliveredPackets() + " back");
        }
    }
}
