package io.ringlane.benchmarks.stages;

import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.Toeplitz;
import java.util.Arrays;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The hash of receive-side scaling: nanoseconds a flow. The known way is the definition, a key shifted bit by bit, as
 * drivers have it in software ({@code rte_softrss}).
 */
public class RssBenchmark extends StageBenchmark {

    private static final int FLOWS = 256;
    private static final int WORDS = 5; // addresses, and ports in the last

    @Param({"ipv4", "ipv6"})
    public String family;

    private final byte[] key = new byte[Toeplitz.KEY_BYTES];
    private final long[] flows = new long[FLOWS * WORDS];
    private Toeplitz toeplitz;
    private int expected;
    private long expectedProduct;
    private long product;

    /** Draws a key and flows, and holds both ways against each other. */
    @Setup
    public void setUp() {
        final Random random = new Random(42);
        random.nextBytes(key);
        toeplitz = new Toeplitz(key);
        for (int i = 0; i < flows.length; i++) {
            flows[i] = random.nextLong();
        }
        expected = table();
        bitByBit(); // which holds the two against each other
        for (int flow = FLOWS - 1; flow >= 0; flow--) {
            final long ports = flows[flow * WORDS + 4];
            expectedProduct += FlowKey.hash(
                    family.equals("ipv4")
                            ? flows[flow * WORDS]
                            : folded(Arrays.copyOfRange(flows, flow * WORDS, flow * WORDS + 4)),
                    ports);
        }
        product = expectedProduct;
    }

    private static long folded(final long... addresses) {
        return FlowKey.mix(FlowKey.mix(addresses[0], addresses[1]), FlowKey.mix(addresses[2], addresses[3]));
    }

    /** The floor, too, has hashed every flow. */
    @TearDown
    public void tearDown() {
        if (product != expectedProduct) {
            throw new IllegalStateException("wrong product: " + product + ", not " + expectedProduct);
        }
    }

    /** The floor: a multiplicative hash of the same words, which no card computes. */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public long baselineMultiply() {
        final boolean isIpv6 = family.equals("ipv6");
        long sum = 0;
        for (int i = 0; i < flows.length; i += WORDS) {
            final long addresses = isIpv6
                    ? FlowKey.mix(FlowKey.mix(flows[i], flows[i + 1]), FlowKey.mix(flows[i + 2], flows[i + 3]))
                    : flows[i];
            sum += FlowKey.hash(addresses, flows[i + 4]);
        }
        product = sum;
        return sum;
    }

    /** The definition. */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public int bitByBit() {
        final boolean isIpv6 = family.equals("ipv6");
        int sum = 0;
        for (int i = 0; i < flows.length; i += WORDS) {
            int hash = 0;
            int position = 0;
            for (int word = 0; word < (isIpv6 ? 4 : 1); word++) {
                hash ^= bits(flows[i + word], Long.BYTES, position);
                position += Long.BYTES;
            }
            sum += hash ^ bits(flows[i + 4], Integer.BYTES, position);
        }
        return checked(sum);
    }

    private int bits(final long bytes, final int count, final int position) {
        int hash = 0;
        int window = 0;
        for (int i = 0; i < 4; i++) {
            window = window << 8 | key[position + i] & 0xFF;
        }
        for (int i = 0; i < count; i++) {
            final int value = (int) (bytes >>> 8 * i) & 0xFF;
            final int next = position + i + 4 < key.length ? key[position + i + 4] & 0xFF : 0;
            for (int bit = 7; bit >= 0; bit--) {
                hash ^= window & -(value >>> bit & 1);
                window = window << 1 | next >>> bit & 1;
            }
        }
        return hash;
    }

    /** Ours: a table by byte. */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public int table() {
        final boolean isIpv6 = family.equals("ipv6");
        int sum = 0;
        for (int i = 0; i < flows.length; i += WORDS) {
            final int ports = (int) flows[i + 4];
            sum += isIpv6
                    ? toeplitz.hashIpv6(flows[i], flows[i + 1], flows[i + 2], flows[i + 3], ports, true)
                    : toeplitz.hashIpv4(flows[i], ports, true);
        }
        return checked(sum);
    }

    private int checked(final int sum) {
        if (expected != 0 && sum != expected) {
            throw new IllegalStateException("wrong hash: " + sum + ", not " + expected);
        }
        return sum;
    }
}
