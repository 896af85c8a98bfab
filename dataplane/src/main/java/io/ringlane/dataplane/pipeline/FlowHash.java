package io.ringlane.dataplane.pipeline;

import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.PacketParser;
import java.security.SecureRandom;

/**
 * The hash of a flow table, under multipliers that senders do not know. Under known ones a guest could compute flows that all
 * meet in one place, since it chooses addresses and ports: each of its packets, and of whoever lies beside them, would then
 * walk past all of them.
 *
 * <p>What a table holds does not depend on them, so a run in virtual time stays the same. Immutable.
 */
final class FlowHash {

    private static final int FEWEST_BITS = 24; // of 64 in a multiplier; and as many zeros

    private final long multiplier0;
    private final long multiplier1;

    /** Multipliers are made odd; about half of their bits should be set. */
    FlowHash(final long multiplier0, final long multiplier1) {
        this.multiplier0 = multiplier0 | 1;
        this.multiplier1 = multiplier1 | 1;
    }

    /** One that nobody can foresee. */
    static FlowHash secret() {
        final SecureRandom random = new SecureRandom();
        return new FlowHash(multiplier(random), multiplier(random));
    }

    private static long multiplier(final SecureRandom random) {
        long multiplier;
        do {
            multiplier = random.nextLong();
        } while (Math.abs(Long.bitCount(multiplier) - Long.SIZE / 2) > Long.SIZE / 2 - FEWEST_BITS);
        return multiplier;
    }

    /**
     * The hash of a key, all 64 bits usable.
     *
     * @param keys {@link PacketParser#KEY_WORDS} of it from {@code key} on, fewer if it is IPv4
     */
    long of(final long[] keys, final int key) {
        final long word1 = keys[key + 1];
        return FlowKey.isIpv6(word1) ? ofIpv6(keys, key + 2, word1) : ofIpv4(keys[key], word1);
    }

    /** The hash of an IPv4 flow. */
    long ofIpv4(final long word0, final long word1) {
        return FlowKey.hash(word0, word1, multiplier0, multiplier1);
    }

    /** The hash of an IPv6 flow, of the addresses themselves: senders know how word 0 is folded from them. */
    long ofIpv6(final long[] addresses, final int from, final long word1) {
        final long source = FlowKey.mix(addresses[from], addresses[from + 1], multiplier0, multiplier1);
        final long destination = FlowKey.mix(addresses[from + 2], addresses[from + 3], multiplier0, multiplier1);
        return FlowKey.hash(
                FlowKey.mix(source, destination, multiplier0, multiplier1), word1, multiplier0, multiplier1);
    }
}
