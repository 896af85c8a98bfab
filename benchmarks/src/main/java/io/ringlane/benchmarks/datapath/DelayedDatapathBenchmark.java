package io.ringlane.benchmarks.datapath;

import io.ringlane.core.packet.IpProtocol;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The full datapath where frames wait in the timing wheel: for a path of 25 µs, or for lines and flow caps at EC2's rates.
 * How many frames a round delivers depends on the time it took, so an invocation runs rounds until it received its number,
 * and what came beyond counts for the next one: nanoseconds a packet received. The floor is the same without the wait,
 * {@link FullDatapathBenchmark}; the wheel beside a known one is in {@code WheelBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class DelayedDatapathBenchmark {

    private static final int PACKETS = 512;

    /** Layer-2 bytes without FCS. */
    @Param("64")
    public int frameBytes;

    @Param({"1024", "65536", "1048576"})
    public int flows;

    /** See {@link CapSet}; {@code ec2} binds. */
    @Param({"all", "ec2"})
    public String caps;

    @Param({"25000"})
    public long delayNs;

    private Datapath datapath;
    private int ahead;

    /** Makes the ports and a record for every flow. */
    @Setup(Level.Trial)
    public void setUp() {
        datapath = new Datapath(new Load(IpProtocol.UDP, frameBytes, flows, 32, delayNs, CapSet.named(caps), false));
    }

    /** Bursts in, whatever is due out. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int submissionToCompletion() {
        int received = ahead;
        while (received < PACKETS) {
            received += datapath.round();
        }
        ahead = received - PACKETS;
        return received;
    }

    /** Every frame arrived once, where it should, and every counter agrees. */
    @TearDown(Level.Trial)
    public void tearDown() {
        datapath.verify();
        datapath.close();
    }
}
