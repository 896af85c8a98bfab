package io.ringlane.dataplane.pipeline;

/** Sees flows, see {@link Pipeline#forEachFlow}. */
@FunctionalInterface
public interface FlowVisitor {

    /**
     * One flow; {@code delivered = sent - dropped - inFlight}.
     *
     * @param word0 first key word
     * @param word1 second key word, see {@link io.ringlane.core.packet.FlowKey}
     */
    void onFlow(long word0, long word1, long sent, long dropped, long inFlight, long bytes);
}
