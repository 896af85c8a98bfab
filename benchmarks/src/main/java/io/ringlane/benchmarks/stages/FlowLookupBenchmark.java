package io.ringlane.benchmarks.stages;

import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.PacketParser;
import io.ringlane.dataplane.pipeline.FlowTableProbe;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * From a flow key to its record, hash included, flows drawn at random: nanoseconds a packet. At a thousand flows
 * everything lies in the cache and all ways look alike; at a million it is about how cache misses overlap.
 */
public class FlowLookupBenchmark extends StageBenchmark {

    private static final int BURST = 32;
    private static final long WORD1 = 17L << 32 | 1L << 40;

    @Param({"1024", "65536", "1048576"})
    public int flows;

    private FlowTableProbe table;
    private Long2ObjectHashMap<Flow> agrona;
    private Map<Key, Flow> map;
    private long[] records;
    private final long[] keys = new long[BURST * PacketParser.KEY_WORDS];
    private final int[] drawn = new int[BURST];
    private long random = 0x2545F4914F6CDD1DL;

    private static final class Flow {
        private final long word0;
        private final long word1;
        private final int record;

        private Flow(final long word0, final long word1, final int record) {
            this.word0 = word0;
            this.word1 = word1;
            this.record = record;
        }
    }

    private record Key(long word0, long word1) {

        /** The record's own would put many flows into few buckets. */
        @Override
        public int hashCode() {
            return (int) FlowKey.hash(word0, word1);
        }
    }

    /** Fills each table with the same flows. */
    @Setup
    public void setUp() {
        table = new FlowTableProbe(flows + 1);
        agrona = new Long2ObjectHashMap<>(flows * 2, 0.55f);
        map = new HashMap<>(flows * 2);
        records = new long[flows * 8];
        for (int i = 0; i < flows; i++) {
            final long word0 = word0(i);
            final int record = table.add(word0, WORD1);
            if (record != i + 1) {
                throw new IllegalStateException("flow " + i + " got record " + record);
            }
            final Flow flow = new Flow(word0, WORD1, record);
            if (agrona.put(FlowKey.hash(word0, WORD1), flow) != null) {
                throw new IllegalStateException("two flows of one hash; this benchmark's map needs another seed");
            }
            map.put(new Key(word0, WORD1), flow);
            records[i * 8] = record;
        }
    }

    private static long word0(final int flow) {
        return 0xC0A80000L | flow & 0xFFFF | (long) (0x0A000000 | flow * (int) 2654435761L & 0xFFFFF) << 32;
    }

    private long draw() {
        long x = random;
        long expected = 0;
        for (int i = 0; i < BURST; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            final int flow = (int) ((x >>> 32) * flows >>> 32);
            drawn[i] = flow;
            keys[i * PacketParser.KEY_WORDS] = word0(flow);
            keys[i * PacketParser.KEY_WORDS + 1] = WORD1;
            expected += flow + 1;
        }
        random = x;
        return expected;
    }

    private static long checked(final long expected, final long sum) {
        if (sum != expected) {
            throw new IllegalStateException("wrong records: " + sum + ", not " + expected);
        }
        return sum;
    }

    /** The floor: draw the flows and read a line of each, its place being known. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long baselineKnownPlace() {
        final long expected = draw();
        long sum = 0;
        for (int i = 0; i < BURST; i++) {
            sum += records[drawn[i] * 8];
        }
        return checked(expected, sum);
    }

    /** Agrona's map from the 64-bit hash to an object that has the key. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long agronaLong2Object() {
        final long expected = draw();
        long sum = 0;
        for (int i = 0; i < BURST; i++) {
            final long word0 = keys[i * PacketParser.KEY_WORDS];
            final long word1 = keys[i * PacketParser.KEY_WORDS + 1];
            final Flow flow = agrona.get(FlowKey.hash(word0, word1));
            if (flow.word0 == word0 && flow.word1 == word1) {
                sum += flow.record;
            }
        }
        return checked(expected, sum);
    }

    /** The JDK's map with a key object; it allocates one a lookup unless the compiler sees through. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long javaHashMap() {
        final long expected = draw();
        long sum = 0;
        for (int i = 0; i < BURST; i++) {
            sum += map.get(new Key(keys[i * PacketParser.KEY_WORDS], keys[i * PacketParser.KEY_WORDS + 1])).record;
        }
        return checked(expected, sum);
    }

    /** Ours, a burst at a time. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long flowTable() {
        final long expected = draw();
        return checked(expected, table.findBurst(keys, BURST));
    }
}
