package io.ringlane.dataplane.nic;

import static io.ringlane.core.frame.FrameLayout.NO_FRAME;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.ring.ExchangeRing;
import java.util.ArrayList;
import java.util.List;

/** Counts the frames on both sides of queues, for tests of the frame exchange. While nothing runs. */
public final class FrameCensus {

    private static final long NONE = -1;

    private FrameCensus() {}

    /** Frames that the function's queues hold on either side, one by one nowhere twice. */
    public static int frames(final VirtualFunction function) {
        int frames = 0;
        for (int i = 0; i < function.queueCount(); i++) {
            final QueuePair pair = function.queuePair(i);
            frames += pair.available() + slots(pair.transmit) + slots(pair.receive);
        }
        return frames;
    }

    /** Takes every frame out of the instance's side of the function's queues; nothing works afterwards. */
    public static List<Integer> seize(final VirtualFunction function) {
        final List<Integer> frames = new ArrayList<>();
        for (int i = 0; i < function.queueCount(); i++) {
            final QueuePair pair = function.queuePair(i);
            for (int frame = pair.take(); frame != NO_FRAME; frame = pair.take()) {
                frames.add(frame);
            }
            seize(pair.receive, frames);
        }
        return frames;
    }

    private static int slots(final ExchangeRing ring) {
        return ring.submittedSlots() + ring.answeredSlots();
    }

    private static void seize(final ExchangeRing ring, final List<Integer> frames) {
        for (long full = ring.collectOr(NONE); full != NONE; full = ring.collectOr(NONE)) {
            frames.add(Descriptor.frame(full));
        }
        for (long posted = ring.exchangeOr(0, NONE); posted != NONE; posted = ring.exchangeOr(0, NONE)) {
            frames.add(Descriptor.frame(posted));
        }
    }
}
