package io.ringlane.benchmarks.live;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.live.LiveSettings;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.UdpLayout;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.path.PathSettings;
import io.ringlane.placement.topology.Region;
import java.util.List;

/**
 * Instances that all send to each other: 60-byte UDP frames of random flows, in bursts of 32, one instance after the other.
 * Paths have no delay, so that the figure is the datapath's. The region's own router decides.
 *
 * <p>One thread sends, forwards and receives.
 */
public final class LiveLoad implements AutoCloseable {

    /** Instances. */
    public static final int INSTANCES = 32;

    private static final int BURST = 32;
    private static final int FRAME_BYTES = 60;
    private static final int PORT_OFFSET =
            EthernetLayout.HEADER_BYTES + Ipv4Layout.MIN_HEADER_BYTES + UdpLayout.SOURCE_PORT_OFFSET;
    private static final int CHECKSUM_OFFSET =
            EthernetLayout.HEADER_BYTES + Ipv4Layout.MIN_HEADER_BYTES + UdpLayout.CHECKSUM_OFFSET;
    private static final int FIRST_PORT = 1024;
    private static final int MTU_BYTES = 1500;

    final LiveRegion live;
    final List<Instance> instances;
    final String[] interfaces = new String[INSTANCES];
    final String subnet;
    final String mainTable;
    final String vpc;
    final String group;
    private final QueuePair[] queues = new QueuePair[INSTANCES];
    private final byte[][][] templates = new byte[INSTANCES][INSTANCES][FRAME_BYTES];
    private final long[] descriptors = new long[BURST];
    private final int portsAPair;
    private int sender;
    private long random = 0x2545F4914F6CDD1DL;
    private long received;

    /** Sets a region up, and sends one packet of every flow. */
    public LiveLoad(int flows) {
        PathSettings paths = PathSettings.builtIn();
        for (String relation : PathSettings.names()) {
            paths = paths.with(relation, 0, 0, MTU_BYTES);
        }
        live = new LiveRegion(
                new Region("us-east-1", 1, 1, 4, 16, MTU_BYTES),
                NanoClock.real(),
                LiveSettings.defaults()
                        .withPaths(paths, 0)
                        .withWorkers(1, 64, flows + flows / 8)
                        .withQueues(1, 2 * BURST, 256));
        vpc = live.ec2().vpcs().create("10.0.0.0/16").id();
        subnet =
                live.ec2().vpcs().createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
        mainTable = ResourceKind.ROUTE_TABLE.id(
                live.ec2().state().require(Table.VPCS, vpc).mainRouteTableKey());
        group = openGroup("all");
        instances = live.ec2()
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet)
                        .with(InterfaceSpec.in(subnet).withGroups(group))
                        .count(INSTANCES, INSTANCES));
        for (int i = 0; i < INSTANCES; i++) {
            interfaces[i] = live.ec2()
                    .state()
                    .find(Table.INTERFACES, instances.get(i).interfaceKeys()[0])
                    .id();
            queues[i] = live.port(interfaces[i]).queuePair(0);
        }
        portsAPair = Math.max(1, flows / (INSTANCES * (INSTANCES - 1)));
        for (int from = 0; from < INSTANCES; from++) {
            for (int to = 0; to < INSTANCES; to++) {
                writeTemplate(from, to);
            }
        }
        learn();
    }

    /** A group that lets everything in and out. */
    String openGroup(String name) {
        String made = live.ec2().securityGroups().create(vpc, name, name).id();
        live.ec2().securityGroups().authorize(made, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        return made;
    }

    private int address(int instance) {
        return live.ec2()
                .interfaces()
                .describe(interfaces[instance])
                .primaryAddress()
                .ipv4();
    }

    private void writeTemplate(int from, int to) {
        VirtualFunction sending = live.port(interfaces[from]);
        VirtualFunction receiving = live.port(interfaces[to]);
        byte[] frame = templates[from][to];
        new FrameBuilder()
                .macs(sending.mac(), receiving.mac())
                .ipv4(address(from), address(to))
                .udp(FIRST_PORT, 4791)
                .write(frame, 0, FRAME_BYTES);
        Bytes.putShortBe(frame, CHECKSUM_OFFSET, 0); // none, so that the port can change
    }

    private void learn() {
        for (int from = 0; from < INSTANCES; from++) {
            int to = 0;
            int port = 0;
            while (to < INSTANCES) {
                int count = 0;
                int got = queues[from].take(descriptors, 0, BURST);
                for (; count < got && to < INSTANCES; count++) {
                    write(count, from, to == from ? (to + 1) % INSTANCES : to, port);
                    if (++port >= portsAPair) {
                        port = 0;
                        to++;
                    }
                }
                for (int i = count; i < got; i++) {
                    queues[from].give(Descriptor.frame(descriptors[i]));
                }
                finish(from, count);
            }
        }
    }

    private void write(int index, int from, int to, int port) {
        int frame = Descriptor.frame(descriptors[index]);
        byte[] memory = queues[from].region().memory(frame);
        int data = queues[from].region().data(frame);
        System.arraycopy(templates[from][to], 0, memory, data, FRAME_BYTES);
        Bytes.putShortBe(memory, data + PORT_OFFSET, FIRST_PORT + port);
        descriptors[index] = Descriptor.of(frame, FRAME_BYTES);
    }

    private int finish(int from, int count) {
        int sent = queues[from].transmit(descriptors, 0, count);
        if (sent != count) {
            throw new IllegalStateException("a ring of " + queues[from].transmitSlots() + " refused a burst");
        }
        queues[from].flush();
        live.plane().turn();
        int before = (int) received;
        for (QueuePair each : queues) {
            each.receive((memory, offset, length, descriptor) -> received++, 2 * BURST);
        }
        return (int) received - before;
    }

    /**
     * A burst of the next instance to random others, forwarded and received.
     *
     * @return packets received
     */
    public int round() {
        int from = sender;
        sender = (sender + 1) % INSTANCES;
        int count = queues[from].take(descriptors, 0, BURST);
        for (int i = 0; i < count; i++) {
            long x = random;
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            random = x;
            int to = (from + 1 + (int) ((x >>> 33) % (INSTANCES - 1))) % INSTANCES;
            write(i, from, to, (int) ((x & 0x7FFF_FFFF) % portsAPair));
        }
        return finish(from, count);
    }

    /** Flows that the worker remembers. */
    public int flows() {
        return live.plane().pipeline(0).flows();
    }

    @Override
    public void close() {
        live.close();
    }
}
