package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.PacketParser;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Flows that a guest has chosen so that they meet under the hash that everybody can read. */
class FlowHashTest {

    private static final int FLOWS = 4096;
    private static final int SLOTS = 1 << 14;
    private static final int MOST_IN_A_SLOT =
            8; // a quarter of the slots taken at random: one more than 6 is once in a million
    private static final long C0 = 0x9E3779B97F4A7C15L; // of FlowKey
    private static final long C1 = 0xBB67AE8584CAA73BL;

    @Test
    void shouldScatterIpv4FlowsThatMeetUnderTheMultipliersEverybodyKnows() {
        assertThat(FlowKey.hash(ipv4(1)[0], ipv4(1)[1])).isEqualTo(FlowKey.hash(ipv4(2)[0], ipv4(2)[1]));
        assertThat(mostInASlot(new FlowHash(C0, C1), FlowHashTest::ipv4))
                .as("known")
                .isEqualTo(FLOWS);
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final FlowHash hash = new FlowHash(random.nextLong(), random.nextLong());
            assertThat(mostInASlot(hash, FlowHashTest::ipv4))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(MOST_IN_A_SLOT);
        }
    }

    @Test
    void shouldScatterIpv6FlowsWhoseAddressesFoldToTheSameWord() {
        assertThat(ipv6(1)[0]).as("fold of the addresses").isEqualTo(ipv6(2)[0]);
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final FlowHash hash = new FlowHash(random.nextLong(), random.nextLong());
            assertThat(mostInASlot(hash, FlowHashTest::ipv6))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(MOST_IN_A_SLOT);
        }
    }

    @Test
    void shouldGiveEachDataPlaneAHashOfItsOwn() {
        final FlowTable one = new TestNetwork(1, 64, new Path(0, 0, 0, 0, 9001), 1514)
                .dataPlane
                .pipeline(0)
                .flowTable();
        final FlowTable other = new TestNetwork(1, 64, new Path(0, 0, 0, 0, 9001), 1514)
                .dataPlane
                .pipeline(0)
                .flowTable();

        assertThat(one.hash(ipv4(1), 0))
                .isNotEqualTo(other.hash(ipv4(1), 0))
                .isNotEqualTo(FlowKey.hash(ipv4(1)[0], ipv4(1)[1]));
        assertThat(mostInASlot(FlowHash.secret(), FlowHashTest::ipv4)).isLessThan(FLOWS / 16);
    }

    private static int mostInASlot(final FlowHash hash, final IntFunction<long[]> flows) {
        final Map<Long, Integer> slots = new HashMap<>();
        for (int flow = 0; flow < FLOWS; flow++) {
            slots.merge(hash.of(flows.apply(flow), 0) & SLOTS - 1, 1, Integer::sum);
        }
        return slots.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /** UDP from another port each, and from and to addresses that make up for it. */
    private static long[] ipv4(final int flow) {
        final long word1 = FlowKey.withPort(17L << 32 | flow, 0);
        return new long[] {777 ^ word1 * C1, word1};
    }

    /** From addresses that fold to the same word: any low half, and the high half that makes up for it. */
    private static long[] ipv6(final int flow) {
        final long word1 = PacketParser.IPV6_FLAG | FlowKey.withPort(17L << 32, 0);
        final long high = highHalf(777, flow);
        return new long[] {FlowKey.mix(FlowKey.mix(high, flow), FlowKey.mix(1, 2)), word1, high, flow, 1, 2};
    }

    /** The first argument of {@link FlowKey#mix(long, long)} that gives {@code mixed}. */
    private static long highHalf(final long mixed, final long low) {
        final long shifted = mixed * inverse(C1) - low;
        final long product = shifted ^ shifted >>> 31 ^ shifted >>> 62;
        return product * inverse(C0) ^ Long.rotateLeft(low, 29) * C1;
    }

    /** Of an odd number, modulo 2^64; each step of Newton's doubles the bits that are right, of which 3 are at first. */
    private static long inverse(final long odd) {
        long inverse = odd;
        for (int step = 0; step < 5; step++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
