package io.ringlane.benchmarks.live;

import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.live.LiveSettings;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a user waits for a region: a VPC, a subnet, two running instances with default settings, workers started, and the
 * first packet of one received by the other. The floor is the same without the packet's way. Closing it counts as well.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RegionStartBenchmark {

    private static final int FRAME_BYTES = 60;
    private static final int TAG_OFFSET = 48;
    private static final long PATIENCE_NS = 5_000_000_000L;

    private int number;

    /** Two instances that could talk. */
    @Benchmark
    public int baselineWithoutTraffic() {
        try (LiveRegion region = region()) {
            final List<Instance> instances = instances(region);
            for (final Instance each : instances) {
                if (region.port(each.id(), 0).queueCount() == 0 || address(region, each) == 0) {
                    throw new IllegalStateException(each.id() + " has no port or no address");
                }
            }
            if (instances.size() != 2) {
                throw new IllegalStateException(instances.size() + " instances, not 2");
            }
            return instances.size();
        }
    }

    /** Two instances, one of which has heard from the other. */
    @Benchmark
    public int twoInstances() {
        try (LiveRegion region = region()) {
            final List<Instance> instances = instances(region);
            region.start();
            final VirtualFunction from = region.port(instances.get(0).id(), 0);
            final VirtualFunction to = region.port(instances.get(1).id(), 0);
            final QueuePair outbox = from.queuePair(0);
            final int frame = outbox.take();
            final byte[] memory = outbox.region().memory(frame);
            final int data = outbox.region().data(frame);
            new FrameBuilder()
                    .macs(from.mac(), to.mac())
                    .ipv4(address(region, instances.get(0)), address(region, instances.get(1)))
                    .udp(4789, 4789)
                    .write(memory, data, FRAME_BYTES);
            Bytes.putInt(memory, data + TAG_OFFSET, ++number);
            outbox.transmit(frame, FRAME_BYTES);
            outbox.flush();
            return await(to.queuePair(0));
        }
    }

    private int await(final QueuePair inbox) {
        final int[] seen = new int[1];
        final long startNs = System.nanoTime();
        while (seen[0] == 0) {
            inbox.receive(
                    (memory, offset, length, descriptor) -> seen[0] = Bytes.getInt(memory, offset + TAG_OFFSET), 1);
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IllegalStateException("the first packet did not arrive within five seconds");
            }
        }
        if (seen[0] != number) {
            throw new IllegalStateException("packet " + seen[0] + " arrived, not " + number);
        }
        return seen[0];
    }

    private static LiveRegion region() {
        return new LiveRegion(new Region("us-east-1", 2, 2, 4, 4, 9001), NanoClock.real(), LiveSettings.defaults());
    }

    private static List<Instance> instances(final LiveRegion region) {
        final String vpc = region.ec2().vpcs().create("10.0.0.0/16").id();
        final String subnet = region.ec2()
                .vpcs()
                .createSubnet(vpc, "10.0.1.0/24", "us-east-1a")
                .id();
        return region.ec2().instances().run(LaunchSpec.of("c5n.large", subnet).count(2, 2));
    }

    private static int address(final LiveRegion region, final Instance instance) {
        return region.ec2()
                .state()
                .find(Table.INTERFACES, instance.interfaceKeys()[0])
                .primaryAddress()
                .ipv4();
    }
}
