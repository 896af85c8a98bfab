package io.ringlane.dataplane.pipeline;

import io.ringlane.core.packet.PacketParser;

/**
 * The flow table of a worker with no pipeline around it, so that lookups can be measured alone. Not part of the way of a
 * packet. One thread.
 */
public final class FlowTableProbe {

    private final FlowTable flows;
    private final long[] hashes = new long[Pipeline.BURST];
    private final int[] candidates = new int[Pipeline.BURST];

    /** @param maxFlows flows it may hold */
    public FlowTableProbe(final int maxFlows) {
        flows = new FlowTable(maxFlows, Long.MAX_VALUE, FlowHash.secret());
    }

    /**
     * Adds an IPv4 flow that is not there yet.
     *
     * @return its record, 1 or more
     */
    public int add(final long word0, final long word1) {
        final long[] key = {word0, word1};
        return flows.insert(key, 0, flows.hash(key, 0));
    }

    /**
     * Looks a burst up as the pipeline does: hash all, touch all records, then find each.
     *
     * @param keys key words, {@link PacketParser#KEY_WORDS} apart
     * @param count keys, at most {@link Pipeline#BURST}
     * @return the sum of the records found; a flow that is not there adds 0
     */
    public long findBurst(final long[] keys, final int count) {
        for (int i = 0; i < count; i++) {
            final int key = i * PacketParser.KEY_WORDS;
            hashes[i] = flows.hash(keys, key);
            candidates[i] = FlowTable.NONE;
        }
        flows.candidates(hashes, candidates, count);
        long records = 0;
        for (int i = 0; i < count; i++) {
            final int key = i * PacketParser.KEY_WORDS;
            final int candidate = candidates[i];
            records += candidate != FlowTable.NONE && flows.holds(candidate, keys, key)
                    ? candidate
                    : flows.find(keys, key, hashes[i]);
        }
        return records;
    }
}
