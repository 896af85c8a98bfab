package io.ringlane.benchmarks.support;

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

/**
 * The smallest network: two instances on two cards, one worker, no path delay, IPv4 only. What goes to {@link #ADDRESS_A}
 * arrives at one, anything else at the other.
 */
public final class TwoInstances implements AutoCloseable {

    /** A rate that no packet ever waits for: a cap at this rate is charged and never binds. */
    public static final long OUT_OF_REACH = 10_000_000_000_000_000L;

    public static final long MAC_A = 0x0200_0000_1000L;
    public static final long MAC_B = 0x0200_0000_2000L;
    public static final int ADDRESS_A = 0x0A000001;
    public static final int ADDRESS_B = 0x0A000002;

    private static final long HORIZON_NS = 1_000_000;
    private static final int RING_SLOTS = 256;
    private static final int FRAMES = 128;
    private static final int MTU_BYTES = 9001;

    private final DataPlane plane;
    private final QueuePair a;
    private final QueuePair b;

    /**
     * @param flowBitsPerSecond cap of each flow
     * @param hasOwnThread whether the worker spins on a thread of its own; else {@link #turn} is its turn
     */
    public TwoInstances(final long flowBitsPerSecond, final boolean hasOwnThread) {
        final Route[] routes = new Route[2];
        plane = DataPlane.builder()
                .clock(NanoClock.real())
                .framesAWorker(2 * FRAMES)
                .flowsAWorker(16)
                .idle(WorkerIdle.BUSY_SPIN)
                .router((Ipv4Router) (ingress, source, destination, word1) -> routes[destination == ADDRESS_A ? 0 : 1])
                .build();
        final VirtualFunction functionA = function("a", MAC_A);
        final VirtualFunction functionB = function("b", MAC_B);
        routes[0] = plane.routes().to(functionA, new RoutePath(flowBitsPerSecond, HORIZON_NS, 0, 0, MTU_BYTES, true));
        routes[1] = plane.routes().to(functionB, new RoutePath(flowBitsPerSecond, HORIZON_NS, 0, 0, MTU_BYTES, true));
        a = functionA.queuePair(0);
        b = functionB.queuePair(0);
        if (hasOwnThread) {
            plane.start();
        }
    }

    private VirtualFunction function(final String name, final long mac) {
        return plane.addFunction(
                plane.addCard(name, DeviceModel.ENA, 0, OUT_OF_REACH, HORIZON_NS, 0),
                name,
                VirtualFunctionConfig.defaults(DeviceModel.ENA, mac, new Allowances(Allowances.UNLIMITED))
                        .withFrames(RING_SLOTS, RING_SLOTS, FRAMES, FRAMES)
                        .withLine(OUT_OF_REACH)
                        .withChecks(true, false));
    }

    /** The queue of {@link #ADDRESS_A}. */
    public QueuePair a() {
        return a;
    }

    /** The queue of {@link #ADDRESS_B}. */
    public QueuePair b() {
        return b;
    }

    /** Where the frames are. */
    public DataPlane plane() {
        return plane;
    }

    /** The worker's turn, where it has no thread. */
    public int turn() {
        return plane.turn();
    }

    @Override
    public void close() {
        plane.close();
    }
}
