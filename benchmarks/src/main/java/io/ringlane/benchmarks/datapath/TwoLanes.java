package io.ringlane.benchmarks.datapath;

import io.ringlane.benchmarks.datapath.TwoWorkersProgram.Arrangement;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Ipv4Router;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import io.ringlane.dataplane.worker.DataPlane;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** Two {@link Lane lanes}, one a worker, each on a thread of its own while it is timed. */
final class TwoLanes {

    private static final int LANES = 2;
    private static final int ROUTER_MTU_BYTES = 9001;
    private static final int MIXING_ROUNDS = 20_000;
    private static final int FRAMES_A_LINE = 64 / Integer.BYTES;

    private final DataPlane[] planes;
    private final Lane[] lanes = new Lane[LANES];

    TwoLanes(final Arrangement arrangement) {
        planes = new DataPlane[arrangement == Arrangement.APART ? LANES : 1];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = plane(LANES / planes.length);
        }
        for (int i = 0; i < LANES; i++) {
            final DataPlane plane = planes[i % planes.length];
            lanes[i] = new Lane(plane, planes.length == 1 ? i : 0);
        }
        mix(arrangement == Arrangement.MIXED);
    }

    private static DataPlane plane(final int workers) {
        final Later router = new Later();
        final DataPlane plane = DataPlane.builder()
                .clock(NanoClock.real())
                .workers(workers)
                .framesAWorker(Lane.FRAMES)
                .maxFrameBytes(Lane.MAX_FRAME_BYTES)
                .flowsAWorker(1 << 12)
                .router(router)
                .build();
        router.plane = plane;
        return plane;
    }

    /** Traffic on one thread, after which frames are where chance has put them: across workers, or each within its own. */
    private void mix(final boolean acrossWorkers) {
        for (int round = 0; round < MIXING_ROUNDS; round++) {
            for (int i = 0; i < LANES; i++) {
                lanes[i].send(lanes[acrossWorkers && (round & 1) == 0 ? LANES - 1 - i : i]);
                planes[i % planes.length].turn();
                for (final Lane each : lanes) {
                    each.drain();
                }
            }
        }
    }

    /** Runs both at the same time; what a packet took each of them. */
    double[] nsAPacket(final long ms) throws InterruptedException {
        final double[] ns = new double[LANES];
        final CyclicBarrier start = new CyclicBarrier(LANES);
        final Thread[] threads = new Thread[LANES];
        for (int i = 0; i < LANES; i++) {
            final int lane = i;
            threads[i] = new Thread(() -> {
                await(start);
                ns[lane] = lanes[lane].nsAPacket(ms);
            });
            threads[i].start();
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        return ns;
    }

    private static void await(final CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (final InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lines of the owners' arrays in use. */
    int lines() {
        int lines = 0;
        for (final DataPlane plane : planes) {
            lines += plane.region().allocatedFrames() / FRAMES_A_LINE;
        }
        return lines;
    }

    /** Those in which ports of both workers have frames. */
    int linesOfBoth() {
        int lines = 0;
        for (final DataPlane plane : planes) {
            for (int line = 0; line < plane.region().allocatedFrames() / FRAMES_A_LINE; line++) {
                lines += isOfBoth(plane, line * FRAMES_A_LINE) ? 1 : 0;
            }
        }
        return lines;
    }

    private static boolean isOfBoth(final DataPlane plane, final int firstFrame) {
        final FrameRegion region = plane.region();
        int workers = 0;
        for (int frame = firstFrame; frame < firstFrame + FRAMES_A_LINE; frame++) {
            final int owner = region.owner(frame);
            if (owner != 0) {
                workers |= 1 << plane.ports().get(owner - 1).workerIndex();
            }
        }
        return Integer.bitCount(workers) > 1;
    }

    /** @throws IllegalStateException if a packet was lost */
    void verify() {
        for (final Lane lane : lanes) {
            lane.verify();
        }
    }

    /** Port n has address n. */
    private static final class Later implements Ipv4Router {

        private DataPlane plane;

        @Override
        public Route routeIpv4(
                final VirtualFunction ingress, final int source, final int destination, final long word1) {
            return plane.routes()
                    .to(plane.ports().get(destination), new RoutePath(0, 0, 0, 0, ROUTER_MTU_BYTES, false));
        }
    }
}
