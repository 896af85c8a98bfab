package io.ringlane.dataplane.nic;

import static io.ringlane.core.frame.FrameLayout.NO_FRAME;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.ring.DescriptorRing;
import java.util.ArrayList;
import java.util.List;

/** Counts the frames on both sides of queues, for tests of the frame exchange. While nothing runs. */
public final class FrameCensus {

    private FrameCensus() {}

    /** Frames that the function's queues hold on either side, one by one nowhere twice. */
    public static int frames(final VirtualFunction function) {
        int frames = 0;
        for (int i = 0; i < function.queueCount(); i++) {
            final QueuePair pair = function.queuePair(i);
            frames += pair.available()
                    + pair.transmitSubmission.sizeSlots()
                    + pair.transmitCompletion.sizeSlots()
                    + pair.receiveSubmission.sizeSlots()
                    + pair.receiveCompletion.sizeSlots();
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
            seize(pair.receiveSubmission, frames);
            seize(pair.receiveCompletion, frames);
        }
        return frames;
    }

    private static void seize(final DescriptorRing ring, final List<Integer> frames) {
        final long[] descriptor = new long[1];
        while (ring.poll(descriptor, 0, 1) == 1) {
            frames.add(Descriptor.frame(descriptor[0]));
        }
    }
}
