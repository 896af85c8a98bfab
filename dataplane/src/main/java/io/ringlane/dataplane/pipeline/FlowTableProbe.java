package io.ringlane.dataplane.pipeline;

import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.PacketParser;

/**
 * The flow table of a worker with no pipeline around it, so that lookups can be measured alone. Not part of the way of a
 * packet. One thread.
 */
public final class FlowTableProbe {

    private final FlowTable flows;
    private final long[] hashes = new long[Pipeline.BURST];
    private final int[] candidates = new int[Pipeline.BURST];
    private long touched;

    /** @param maxFlows flows it may hold */
    public FlowTableProbe(final int maxFlows) {
        flows = new FlowTable(maxFlows, Long.MAX_VALUE);
    }

    /**
     * Adds an IPv4 flow that is not there yet.
     *
     * @return its record, 1 or more
     */
    public int add(final long word0, final long word1) {
        return flows.insert(new long[] {word0, word1}, 0, FlowKey.hash(word0, word1));
    }

    /**
     * Looks a burst up as the pipeline does: hash all, touch all records, then find each.
     *
     * @param keys key words, {@link PacketParser#KEY_WORDS} apart
     * @param count keys, at most {@link Pipeline#BURST}
     * @return the sum of the records found; a flow that is not there adds 0
     */
    public long findBurst(final long[] keys, final int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            final int key = i * PacketParser.KEY_WORDS;
            final long hash = FlowKey.hash(keys[key], keys[key + 1]);
            hashes[i] = hash;
            sum += flows.touchIndex(hash);
        }
        for (int i = 0; i < count; i++) {
            final int candidate = flows.candidate(hashes[i]);
            candidates[i] = candidate;
            sum += candidate == FlowTable.NONE ? 0 : flows.touch(candidate);
        }
        touched = sum; // stored, so that the touches are not dropped
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

    /** What the touch pass read. */
    public long touched() {
        return touched;
    }
}
