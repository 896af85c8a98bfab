package io.ringlane.cloud.run;

import io.ringlane.core.packet.FrameBuilder;
import java.util.HashMap;
import java.util.Map;

/** The frames that a flow sends. */
final class FlowFrames {

    private FlowFrames() {}

    /** One frame of each length with the same headers. */
    static byte[][] of(final int[] lengthsBytes, final FrameBuilder headers) {
        final byte[][] frames = new byte[lengthsBytes.length][];
        final Map<Integer, byte[]> made = new HashMap<>();
        for (int i = 0; i < frames.length; i++) {
            frames[i] = made.computeIfAbsent(lengthsBytes[i], length -> {
                final byte[] frame = new byte[length];
                headers.write(frame, 0, length);
                return frame;
            });
        }
        return frames;
    }
}
