package io.ringlane.benchmarks.live;

import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.live.LiveSettings;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.placement.topology.Region;
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
 * What a port and a running instance take: the bytes an operation of the allocation profiler, which counts what is garbage at
 * once as well, and so bounds from above what stays. Frames are most of it: their number times the slot of the region's MTU;
 * the port with one frame each way is the floor. A flow's bytes are those of {@code FlowFootprintBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class FootprintBenchmark {

    private static final int COUNT = 64;
    private static final int RING_SLOTS = 256;
    private static final long FIRST_MAC = 0x0200_0100_0000L;

    /** Of the region. */
    @Param({"1500", "9001"})
    public int mtuBytes;

    private LiveRegion region;
    private String subnet;
    private PhysicalFunction card;
    private int portsBefore;

    /** An empty region, and a card of nobody's. */
    @Setup(Level.Iteration)
    public void setUp() {
        region = new LiveRegion(
                new Region("us-east-1", 1, 1, 4, 16, mtuBytes), NanoClock.real(), LiveSettings.defaults());
        final String vpc = region.ec2().vpcs().create("10.0.0.0/16").id();
        subnet = region.ec2()
                .vpcs()
                .createSubnet(vpc, "10.0.0.0/20", "us-east-1a")
                .id();
        card = region.plane().addCard("spare", DeviceModel.ENA, 0, 0, 0, 0);
        portsBefore = region.plane().ports().size();
    }

    /** Rings of 256 slots, one frame each way. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public PhysicalFunction baselinePort() {
        for (int i = 0; i < COUNT; i++) {
            region.plane()
                    .addFunction(
                            card,
                            "port",
                            VirtualFunctionConfig.defaults(
                                            DeviceModel.ENA, FIRST_MAC + i, new Allowances(Allowances.UNLIMITED))
                                    .withFrames(RING_SLOTS, RING_SLOTS, 1, 1));
        }
        if (region.plane().ports().size() != portsBefore + COUNT) {
            throw new IllegalStateException(region.plane().ports().size() - portsBefore + " ports, not " + COUNT);
        }
        return card;
    }

    /** With its interface, addresses, place on a host, port and frames. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public int instance() {
        int running = 0;
        for (final Instance each :
                region.ec2().instances().run(LaunchSpec.of("c5n.large", subnet).count(COUNT, COUNT))) {
            running += region.port(each.id(), 0).queueCount();
        }
        if (running != COUNT) {
            throw new IllegalStateException(running + " ports of " + COUNT + " instances");
        }
        return running;
    }

    /** Lets go of everything. */
    @TearDown(Level.Iteration)
    public void tearDown() {
        region.close();
    }
}
