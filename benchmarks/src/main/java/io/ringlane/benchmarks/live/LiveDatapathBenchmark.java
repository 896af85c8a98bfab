package io.ringlane.benchmarks.live;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The datapath of a live region with changes going on beside it, and without: {@code packets} a second are the figure, received
 * or dropped; {@code received} those received. {@code changesPerSecond} 0 is the floor. The other thread needs a core of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
public class LiveDatapathBenchmark {

    @Param({"0", "1000"})
    long changesPerSecond;

    @Param({"1000000"})
    int flows;

    @Param({"32"})
    int instances;

    @Param({"BOTH", "DENIALS", "MOVES"})
    ChangeKind kind;

    private LiveLoad load;
    private Changes changes;

    /** Packets that ended, those of them that were received, and changes. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Count {
        public long packets;
        public long received;
        public long changes;
        private long madeBefore;
    }

    @Setup(Level.Trial)
    public void setUp() {
        load = new LiveLoad(flows, instances, kind.isRouted());
        changes = new Changes(load, kind);
        changes.setRate(changesPerSecond);
    }

    @Setup(Level.Iteration)
    public void keepUp() {
        load.keepUp();
        load.check();
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        changes.close();
        changes.check();
        load.close();
    }

    @Benchmark
    public int round(Count count) {
        long receivedBefore = load.received();
        int packets = load.round();
        count.packets += packets;
        count.received += load.received() - receivedBefore;
        long made = changes.made();
        count.changes += made - count.madeBefore;
        count.madeBefore = made;
        return packets;
    }
}
