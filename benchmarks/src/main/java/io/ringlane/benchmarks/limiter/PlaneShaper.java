package io.ringlane.benchmarks.limiter;

import io.ringlane.benchmarks.support.TwoInstances;
import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.dataplane.nic.FrameHandler;
import io.ringlane.dataplane.nic.QueuePair;

/**
 * The whole datapath with a flow cap: rings, pipeline, timing wheel, delivery. Packets pass when the receiver has them.
 * Sender, worker and receiver share one thread.
 */
final class PlaneShaper implements Shaper {

    /** Waiting at the cap at most: 150 us at 5 Gbit/s, well inside its horizon, so that none is dropped. */
    private static final int WINDOW = 64;

    private final TwoInstances instances;
    private WindowMeter meter;
    private final FrameHandler handler = (memory, offset, lengthBytes, descriptor) -> meter.pass(System.nanoTime());

    PlaneShaper(final long bitsPerSecond) {
        instances = new TwoInstances(bitsPerSecond, false);
        final FrameRegion region = instances.plane().region();
        final FrameBuilder template = new FrameBuilder()
                .macs(TwoInstances.MAC_A, TwoInstances.MAC_B)
                .ipv4(TwoInstances.ADDRESS_A, TwoInstances.ADDRESS_B)
                .udp(7, 7);
        for (int frame = 0; frame < region.allocatedFrames(); frame++) {
            template.write(region.memory(frame), region.data(frame), WindowMeter.PACKET_BYTES);
        }
    }

    @Override
    public void send(final long packets, final WindowMeter newMeter) {
        meter = newMeter;
        final QueuePair a = instances.a();
        final QueuePair b = instances.b();
        long sent = 0;
        while (meter.count() < packets) {
            while (sent < packets && sent - meter.count() < WINDOW) {
                final int frame = a.take();
                if (frame == FrameLayout.NO_FRAME || !a.transmit(frame, WindowMeter.PACKET_BYTES)) {
                    throw new IllegalStateException(
                            "no room for a packet although only " + WINDOW + " are on their way");
                }
                sent++;
            }
            a.flush();
            instances.turn();
            b.receive(handler, WINDOW);
            meter.look(System.nanoTime());
        }
    }

    @Override
    public void close() {
        instances.close();
    }
}
