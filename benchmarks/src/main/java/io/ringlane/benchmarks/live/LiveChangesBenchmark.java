package io.ringlane.benchmarks.live;

import io.ringlane.benchmarks.support.Gauges;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.results.AggregationPolicy;

/**
 * What changes cost the datapath, paired in one run: each iteration is a window without changes and one with them, the second first in
 * every other iteration. The figures are the gauges {@code without} and {@code with}, nanoseconds a packet received or dropped, and {@code
 * ratio}, its mean over the pairs; {@code ratio.received} counts received packets only. The score is how long the pair took, and says
 * nothing. The thread that makes changes needs a core of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 8, time = 2) // how long they take, for the estimate; a shot takes as long as it takes
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
public class LiveChangesBenchmark {

    private static final long WINDOW_NS = 500_000_000L;

    @Param("1000")
    long changesPerSecond;

    @Param("1000000")
    int flows;

    @Param("32")
    int instances;

    @Param({"BOTH", "DENIALS", "MOVES"})
    ChangeKind kind;

    private LiveLoad load;
    private Changes changes;
    private PairedWindows windows;
    private int pairs;

    @Setup(Level.Trial)
    public void setUp() {
        load = new LiveLoad(flows, instances, kind.isRouted());
        changes = new Changes(load, kind);
        windows = new PairedWindows(load, changes, WINDOW_NS);
    }

    /** A window without and one with changes, and as much time before each. */
    @Benchmark
    public double pair() {
        boolean isWithFirst = (pairs++ & 1) != 0;
        PairedWindows.Window first = windows.at(isWithFirst ? changesPerSecond : 0);
        PairedWindows.Window second = windows.at(isWithFirst ? 0 : changesPerSecond);
        PairedWindows.Window with = isWithFirst ? first : second;
        PairedWindows.Window without = isWithFirst ? second : first;
        double ratio = with.handledNs() / without.handledNs();
        Gauges.record("without", without.handledNs(), "ns/pkt", AggregationPolicy.AVG);
        Gauges.record("with", with.handledNs(), "ns/pkt", AggregationPolicy.AVG);
        Gauges.record("ratio", ratio, "with/without", AggregationPolicy.AVG);
        Gauges.record(
                "ratio.received", with.receivedNs() / without.receivedNs(), "with/without", AggregationPolicy.AVG);
        Gauges.record("changes", with.changes(), "changes", AggregationPolicy.SUM);
        return ratio;
    }

    /** Changes did what they should, and packets went the new way after each. */
    @TearDown(Level.Trial)
    public void tearDown() {
        changes.close();
        windows.checkEffect(kind);
        changes.check();
        load.close();
    }
}
