package io.ringlane.cloud.replay;

import io.ringlane.core.packet.FrameBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Traffic between the two instances ahead of a capture against the wall clock, so that neither thread is cold or parked when
 * the capture's first frame is due. Its flows are none of the capture's, one each way: a flow that had sent already would
 * not be the flow that was captured.
 */
final class LeadIn {

    /** Flows that tags tell apart beside the capture's. */
    static final int FLOWS = 2;

    static final long DURATION_NS = 1_000_000_000;

    private static final long GAP_NS = 10_000;
    private static final int FRAME_BYTES = 128;
    private static final int BENCHMARKS = 198 << 24 | 18 << 16; // 198.18.0.0/15, set aside for tests (RFC 2544)
    private static final int PORT = 5001;

    private LeadIn() {}

    /** The frames, in turn from either instance. @param flow number of the first of the two flows */
    static List<CapturedFrame> frames(final int flow) {
        final byte[] forward = frame(BENCHMARKS + 1, BENCHMARKS + 2);
        final byte[] back = frame(BENCHMARKS + 2, BENCHMARKS + 1);
        final List<CapturedFrame> frames = new ArrayList<>();
        for (int i = 0; i * GAP_NS < DURATION_NS; i++) {
            final boolean isForward = i % FLOWS == 0;
            frames.add(new CapturedFrame(
                    i * GAP_NS, isForward ? forward : back, FRAME_BYTES, flow + i % FLOWS, i / FLOWS, isForward));
        }
        return frames;
    }

    private static byte[] frame(final int source, final int destination) {
        final byte[] frame = new byte[FRAME_BYTES];
        new FrameBuilder().ipv4(source, destination).udp(PORT, PORT).write(frame, 0, frame.length);
        return frame;
    }
}
