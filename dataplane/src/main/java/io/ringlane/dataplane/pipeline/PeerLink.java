package io.ringlane.dataplane.pipeline;

import io.ringlane.core.ring.DescriptorRing;

/**
 * The way from one worker to another: frames forward, and for each one a free frame back with word of what became of it.
 *
 * <p>Both rings hold every frame the sending worker can have in flight, so neither is ever full.
 */
public final class PeerLink {

    final DescriptorRing forward;
    final DescriptorRing back;

    /** @param framesInFlight frames the sending worker owns */
    public PeerLink(final int framesInFlight) {
        final int slots = framesInFlight <= 1 ? 1 : Integer.highestOneBit(framesInFlight - 1) << 1;
        forward = new DescriptorRing(slots);
        back = new DescriptorRing(slots);
    }

    /** Frames on their way forward or coming back, not yet taken. */
    public int size() {
        return forward.sizeSlots() + back.sizeSlots();
    }
}
