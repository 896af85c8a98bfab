package io.ringlane.benchmarks.live;

import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.live.LiveSettings;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.placement.topology.Region;
import java.util.List;
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
 * the port with one frame each way is the floor. The region has so many interfaces already, of instances that nobody sends to, so that
 * the rows show how both grow; of a million the heap takes 4 GiB. A flow's bytes are those of {@code FlowFootprintBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class FootprintBenchmark {

    private static final int COUNT = 64;
    private static final int RING_SLOTS = 256;
    private static final int SUBNET_INSTANCES = 65_000; // of the 65,531 addresses that a /16 has for interfaces
    private static final int A_CALL = 500;
    private static final int INSTANCES_A_HOST = 128; // virtual functions of an ENA host, see hosts.csv
    private static final int HOSTS_A_RACK = 20;
    private static final long FIRST_MAC = 0x0200_0100_0000L;

    /** Of the region. */
    @Param({"1500", "9001"})
    public int mtuBytes;

    /** That the region has already. */
    @Param({"1000", "10000", "100000", "1000000"})
    public int interfaces;

    private LiveRegion region;
    private String subnet;
    private PhysicalFunction card;
    private long nextMac = FIRST_MAC;
    private List<Instance> launched = List.of();

    /** A region with its interfaces, and a card of nobody's. */
    @Setup(Level.Trial)
    public void setUp() {
        final int racks = 4 + 2 * interfaces / (INSTANCES_A_HOST * HOSTS_A_RACK);
        region = new LiveRegion(
                new Region("us-east-1", 1, 1, racks, HOSTS_A_RACK, mtuBytes),
                NanoClock.real(),
                LiveSettings.defaults()
                        .withEc2(Ec2Settings.builtIn()
                                .with(Setting.VPCS, 1000)
                                .with(Setting.NETWORK_INTERFACES, interfaces + 2L * COUNT)));
        for (int left = interfaces; left > 0; left -= SUBNET_INSTANCES) {
            final LaunchSpec idle = LaunchSpec.of("t3.nano", makeSubnet());
            for (int more = Math.min(left, SUBNET_INSTANCES); more > 0; more -= A_CALL) {
                final int count = Math.min(A_CALL, more);
                region.ec2().instances().run(idle.count(count, count));
            }
        }
        subnet = makeSubnet();
    }

    /** A card without functions. */
    @Setup(Level.Iteration)
    public void addCard() {
        card = region.plane().addCard("spare", DeviceModel.ENA, 0, 0, 0, 0);
    }

    private String makeSubnet() {
        final String vpc = region.ec2().vpcs().create("10.0.0.0/16").id();
        return region.ec2()
                .vpcs()
                .createSubnet(vpc, "10.0.0.0/16", "us-east-1a")
                .id();
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
                                            DeviceModel.ENA, nextMac++, new Allowances(Allowances.UNLIMITED))
                                    .withFrames(RING_SLOTS, RING_SLOTS, 1, 1));
        }
        return card;
    }

    /** With its interface, addresses, place on a host, port and frames. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public int instance() {
        int running = 0;
        launched =
                region.ec2().instances().run(LaunchSpec.of("c5n.large", subnet).count(COUNT, COUNT));
        for (final Instance each : launched) {
            running += region.port(each.id(), 0).queueCount();
        }
        if (running != COUNT) {
            throw new IllegalStateException(running + " ports of " + COUNT + " instances");
        }
        return running;
    }

    /** All ports were made, if ports were; terminates what was launched, so that the next measurement finds as many. */
    @TearDown(Level.Iteration)
    public void checkAndTerminate() {
        final int ports = card.functions().size();
        if (ports != (launched.isEmpty() ? COUNT : 0)) {
            throw new IllegalStateException(ports + " ports, and " + launched.size() + " instances");
        }
        if (!launched.isEmpty()) { // as with ports alone
            region.ec2()
                    .instances()
                    .terminate(launched.stream().map(Instance::id).toArray(String[]::new));
            launched = List.of();
        }
    }

    /** Lets go of everything. */
    @TearDown(Level.Trial)
    public void tearDown() {
        region.close();
    }
}
