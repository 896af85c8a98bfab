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
 * The whole way of a packet on one thread, the sender's stamping and the receivers' draining included: nanoseconds a
 * packet. The floor is {@link DatapathFloorBenchmark}, the same load over the same rings without a pipeline between
 * them; the known alternative is the C path, which {@code scripts/compare-c} runs beside it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class FullDatapathBenchmark {

    private static final int BURST = 32;
    private static final int ROUNDS = 16;

    @Param({"udp", "tcp"})
    public String protocol;

    /** Layer-2 bytes without FCS. */
    @Param("64")
    public int frameBytes;

    /** More of them in {@code FlowsBenchmark}. */
    @Param({"1024", "1048576"})
    public int flows;

    /** See {@link CapSet}. */
    @Param("all")
    public String caps;

    /** Whether the router rewrites MACs. */
    @Param("false")
    public boolean routed;

    private Datapath datapath;

    /** Makes the ports and a record for every flow. */
    @Setup(Level.Trial)
    public void setUp() {
        datapath = new Datapath(new Load(
                protocol.equals("tcp") ? IpProtocol.TCP : IpProtocol.UDP,
                frameBytes,
                flows,
                BURST,
                0,
                CapSet.named(caps),
                routed));
    }

    /** Transmit ring to receive ring, through the pipeline. */
    @Benchmark
    @OperationsPerInvocation(BURST * ROUNDS)
    public int submissionToCompletion() {
        int received = 0;
        for (int i = 0; i < ROUNDS; i++) {
            received += datapath.round();
        }
        return checked(received);
    }

    /** The same with the worker's whole turn, twice: it turns until there is nothing left to do. */
    @Benchmark
    @OperationsPerInvocation(BURST * ROUNDS)
    public int submissionToCompletionByWorker() {
        int received = 0;
        for (int i = 0; i < ROUNDS; i++) {
            received += datapath.workerRound();
        }
        return checked(received);
    }

    private int checked(final int received) {
        if (received != BURST * ROUNDS && !CapSet.named(caps).binds()) {
            throw new IllegalStateException(received + " frames came of " + BURST * ROUNDS);
        }
        return received;
    }

    /** Every frame arrived once, where it should, and every counter agrees. */
    @TearDown(Level.Trial)
    public void tearDown() {
        datapath.verify();
        datapath.close();
    }
}
