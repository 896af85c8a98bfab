package io.ringlane.benchmarks.datapath;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.Pipeline;
import io.ringlane.dataplane.worker.DataPlane;

/**
 * A sender and {@value #RECEIVERS} receivers with one worker, whose turn runs on the caller's thread: bursts of 64-byte
 * frames, each to a receiver that chance picks, one flow a receiver. One thread at a time.
 */
final class Lane {

    /** Frames the worker has. */
    static final int FRAMES = 64;

    /** Longest frame, without FCS. */
    static final int MAX_FRAME_BYTES = 1514;

    private static final int RECEIVERS = 4;
    private static final int RING_SLOTS = 256;
    private static final int PORT_FRAMES = 64;
    private static final int FRAME_BYTES = 60; // without FCS
    private static final long MAC = 0x0200_0000_1000L;
    private static final long NO_LINE = 1_000_000_000_000_000L;
    private static final int ROUNDS_A_LOOK = 16;

    private final DataPlane plane;
    private final Pipeline pipeline;
    private final FrameRegion region;
    private final VirtualFunction sender;
    private final VirtualFunction[] receivers = new VirtualFunction[RECEIVERS];
    private final CardQueue outboxOnCard;
    private final long[] outgoing = new long[Pipeline.BURST];
    private final long[] received = new long[PORT_FRAMES];
    private final byte[] template = new byte[FRAME_BYTES];
    private long random = 0x2545F4914F6CDD1DL;

    Lane(final DataPlane plane, final int worker) {
        this.plane = plane;
        this.pipeline = plane.pipeline(worker);
        this.region = plane.region();
        final PhysicalFunction near = plane.addCard("near-" + worker, DeviceModel.ENA, worker, 0, 0, 0);
        final PhysicalFunction far = plane.addCard("far-" + worker, DeviceModel.ENA, worker, 0, 0, 0);
        sender = port(near);
        for (int i = 0; i < RECEIVERS; i++) {
            receivers[i] = port(far);
        }
        outboxOnCard = sender.cardQueue(0);
        new FrameBuilder()
                .macs(sender.mac(), DataPlane.ROUTER_MAC)
                .ipv4(0, 0)
                .udp(1, 2)
                .write(template, 0, FRAME_BYTES);
    }

    private VirtualFunction port(final PhysicalFunction card) {
        final int index = plane.ports().size();
        return plane.addFunction(
                card,
                "port-" + index,
                VirtualFunctionConfig.defaults(DeviceModel.ENA, MAC + index, new Allowances(Allowances.UNLIMITED))
                        .withFrames(RING_SLOTS, RING_SLOTS, PORT_FRAMES, PORT_FRAMES)
                        .withLine(NO_LINE)
                        .withChecks(true, false));
    }

    /** Sends a burst to the receivers of a lane of the same data plane. */
    void send(final Lane target) {
        final QueuePair outbox = sender.queuePair(0);
        final int count = outbox.take(outgoing, 0, Pipeline.BURST);
        long x = random;
        for (int i = 0; i < count; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            stamp(Descriptor.frame(outgoing[i]), target.receivers[(int) (x >>> 62)]);
            outgoing[i] = Descriptor.of(Descriptor.frame(outgoing[i]), FRAME_BYTES);
        }
        random = x;
        outbox.transmit(outgoing, 0, count);
    }

    private void stamp(final int frame, final VirtualFunction receiver) {
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        System.arraycopy(template, 0, memory, data, FRAME_BYTES);
        Bytes.putIntBe(memory, data + 30, receiver.portIndex()); // the destination address
    }

    private void turn() {
        final long nowNs = plane.clock().nanoTime();
        pipeline.expire(nowNs);
        pipeline.transmitBurst(outboxOnCard, nowNs);
        pipeline.publish();
        pipeline.maintain(nowNs);
    }

    /** Takes in what arrived and posts its frames again. */
    int drain() {
        int total = 0;
        for (final VirtualFunction receiver : receivers) {
            final QueuePair inbox = receiver.queuePair(0);
            total += inbox.poll(received, 0, received.length);
            inbox.repost();
        }
        return total;
    }

    /** Runs for a while, its receivers being the lane's own. */
    double nsAPacket(final long ms) {
        final long startNs = System.nanoTime();
        final long endNs = startNs + ms * 1_000_000;
        long packets = 0;
        long nowNs;
        do {
            for (int i = 0; i < ROUNDS_A_LOOK; i++) {
                send(this);
                turn();
                packets += drain();
            }
            nowNs = System.nanoTime();
        } while (nowNs - endNs < 0);
        return (double) (nowNs - startNs) / packets;
    }

    /** @throws IllegalStateException if not all that was sent has arrived */
    void verify() {
        if (sender.counters().sentPackets() == 0
                || sender.counters().sentPackets() != sender.counters().deliveredPackets()) {
            throw new IllegalStateException("sent " + sender.counters().sentPackets() + " packets, delivered "
                    + sender.counters().deliveredPackets());
        }
    }
}
