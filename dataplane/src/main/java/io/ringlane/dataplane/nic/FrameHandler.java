package io.ringlane.dataplane.nic;

/** Sees received frames. */
@FunctionalInterface
public interface FrameHandler {

    /**
     * One frame. Its bytes are {@code memory[offset .. offset + lengthBytes)}, its metadata line is the 64 bytes before
     * (see {@link io.ringlane.core.frame.FrameLayout}). Both are lent for the duration of the call.
     *
     * @param memory holds the frame among others
     * @param offset index of the destination MAC
     * @param lengthBytes bytes present
     * @param descriptor the receive descriptor, see {@link io.ringlane.core.frame.Descriptor}
     */
    void onFrame(byte[] memory, int offset, int lengthBytes, long descriptor);
}
