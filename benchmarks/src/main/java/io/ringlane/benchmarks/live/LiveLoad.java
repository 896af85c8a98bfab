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
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.UdpLayout;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.FrameHandler;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.path.PathSettings;
import io.ringlane.placement.topology.Region;
import java.util.List;

/**
 * Instances that each send to the 31 after them: 60-byte UDP frames of random flows, in bursts of 32, one instance after the
 * other. Paths have no delay, so that the figure is the datapath's and every packet ends in the round it is sent in. The region's own
 * router decides.
 *
 * <p>If it is routed, frames go to a block of addresses instead, which a route leads to one of the first 32 instances; one more instance,
 * the standby, sends nothing.
 *
 * <p>One thread sends, forwards and receives.
 */
public final class LiveLoad implements AutoCloseable {

    /** Instances that each one sends to. */
    public static final int PEERS = 31;

    /** Blocks with a route each, if it is routed. */
    public static final int BLOCKS = PEERS + 1;

    private static final int BURST = 32;
    private static final int FRAME_BYTES = 60;
    private static final int PORT_OFFSET =
            EthernetLayout.HEADER_BYTES + Ipv4Layout.MIN_HEADER_BYTES + UdpLayout.SOURCE_PORT_OFFSET;
    private static final int CHECKSUM_OFFSET =
            EthernetLayout.HEADER_BYTES + Ipv4Layout.MIN_HEADER_BYTES + UdpLayout.CHECKSUM_OFFSET;
    private static final int FIRST_PORT = 1024;
    private static final int MTU_BYTES = 1500;
    private static final int CONNECTIONS = 1 << 20; // of an instance: each flow may become one
    private static final int FIRST_BLOCK = 64; // 10.64.0.0 and on

    final LiveRegion live;
    final int instances;
    final String[] interfaces; // the last one is the standby's
    final String mainTable;
    final String vpc;
    final String group;
    private final boolean isRouted;
    private final QueuePair[] queues;
    private final byte[][][] templates; // by sender and peer
    private final long[] descriptors = new long[BURST];
    private final int portsAPair;
    private int sender;
    private long random = 0x2545F4914F6CDD1DL;
    private int receivedNow;
    private final FrameHandler counting = (memory, offset, length, descriptor) -> receivedNow++;
    private long handled;
    private long received;
    private long receivedByStandby;

    /**
     * Sets a region up, and sends one packet of every flow.
     *
     * @param flows about as many, shared evenly
     * @param instances 32 or more
     * @param isRouted whether traffic goes to blocks that have routes
     */
    public LiveLoad(int flows, int instances, boolean isRouted) {
        if (instances <= PEERS) {
            throw new IllegalArgumentException(instances + " instances are too few for " + PEERS + " peers each; takes "
                    + (PEERS + 1) + " or more");
        }
        this.instances = instances;
        this.isRouted = isRouted;
        portsAPair = Math.max(1, flows / (instances * PEERS));
        live = region(flows, instances);
        vpc = live.ec2().vpcs().create("10.0.0.0/16").id();
        String subnet =
                live.ec2().vpcs().createSubnet(vpc, "10.0.0.0/20", "us-east-1a").id();
        mainTable = ResourceKind.ROUTE_TABLE.id(
                live.ec2().state().require(Table.VPCS, vpc).mainRouteTableKey());
        group = openGroup("all");
        List<Instance> launched = live.ec2()
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet)
                        .with(InterfaceSpec.in(subnet).withGroups(group))
                        .count(instances + 1, instances + 1));
        interfaces = new String[instances + 1];
        queues = new QueuePair[instances + 1];
        for (int i = 0; i <= instances; i++) {
            interfaces[i] = live.ec2()
                    .state()
                    .find(Table.INTERFACES, launched.get(i).interfaceKeys()[0])
                    .id();
            queues[i] = live.port(interfaces[i]).queuePair(0);
        }
        if (isRouted) {
            openBlocks();
        }
        templates = new byte[instances][PEERS][FRAME_BYTES];
        for (int from = 0; from < instances; from++) {
            for (int peer = 0; peer < PEERS; peer++) {
                writeTemplate(from, peer);
            }
        }
        learn();
    }

    private static LiveRegion region(int flows, int instances) {
        PathSettings paths = PathSettings.builtIn();
        for (String relation : PathSettings.names()) {
            paths = paths.with(relation, 0, 0, MTU_BYTES);
        }
        return new LiveRegion(
                new Region("us-east-1", 1, 1, 4, 16, MTU_BYTES),
                NanoClock.real(),
                LiveSettings.defaults()
                        .withEc2(Ec2Settings.builtIn()
                                .with(Setting.CONNECTIONS_PER_INSTANCE, CONNECTIONS)
                                .with(Setting.NETWORK_INTERFACES, 2L * instances))
                        .withPaths(paths, 0)
                        .withWorkers(1, 64, flows + flows / 8)
                        .withQueues(1, 2 * BURST, 256));
    }

    /** A group that lets everything in and out. */
    String openGroup(String name) {
        String made = live.ec2().securityGroups().create(vpc, name, name).id();
        live.ec2().securityGroups().authorize(made, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        return made;
    }

    /** The instance that a peer is: who receives what is sent to it. */
    int receiver(int from, int peer) {
        int to = (from + 1 + peer) % instances;
        return isRouted ? to % BLOCKS : to;
    }

    /** The block of an instance, from which {@link #partOfBlock} is cut. */
    private static String block(int instance) {
        return "10." + FIRST_BLOCK + "." + instance + ".0/24";
    }

    /** Half of the block of an instance; all that is sent to it goes there. */
    static String partOfBlock(int instance) {
        return "10." + FIRST_BLOCK + "." + instance + ".0/25";
    }

    private void openBlocks() {
        for (String each : interfaces) {
            live.ec2().interfaces().modifySourceDestCheck(each, false);
        }
        for (int i = 0; i < BLOCKS; i++) {
            live.ec2().routeTables().createRoute(mainTable, block(i), interfaces[i]);
        }
    }

    private int address(int instance) {
        return live.ec2()
                .interfaces()
                .describe(interfaces[instance])
                .primaryAddress()
                .ipv4();
    }

    private void writeTemplate(int from, int peer) {
        int to = receiver(from, peer);
        VirtualFunction sending = live.port(interfaces[from]);
        byte[] frame = templates[from][peer];
        new FrameBuilder()
                .macs(
                        sending.mac(),
                        isRouted
                                ? live.ec2().mapping().routerMac()
                                : live.port(interfaces[to]).mac())
                .ipv4(address(from), isRouted ? 10 << 24 | FIRST_BLOCK << 16 | to << 8 | 1 : address(to))
                .udp(FIRST_PORT, 4791)
                .write(frame, 0, FRAME_BYTES);
        Bytes.putShortBe(frame, CHECKSUM_OFFSET, 0); // none, so that the port can change
    }

    private void learn() {
        for (int from = 0; from < instances; from++) {
            for (int flow = 0; flow < PEERS * portsAPair; ) {
                int count = 0;
                int got = queues[from].take(descriptors, 0, BURST);
                for (; count < got && flow < PEERS * portsAPair; count++, flow++) {
                    write(count, from, flow / portsAPair, flow % portsAPair);
                }
                for (int i = count; i < got; i++) {
                    queues[from].give(Descriptor.frame(descriptors[i]));
                }
                finish(from, count);
            }
        }
        if (received != handled || flows() != instances * PEERS * portsAPair) {
            throw new IllegalStateException("of " + handled + " flows " + received + " arrived, and " + flows()
                    + " are remembered, before there was any change");
        }
    }

    private void write(int index, int from, int peer, int port) {
        int frame = Descriptor.frame(descriptors[index]);
        byte[] memory = queues[from].region().memory(frame);
        int data = queues[from].region().data(frame);
        System.arraycopy(templates[from][peer], 0, memory, data, FRAME_BYTES);
        Bytes.putShortBe(memory, data + PORT_OFFSET, FIRST_PORT + port);
        descriptors[index] = Descriptor.of(frame, FRAME_BYTES);
    }

    private void finish(int from, int count) {
        int sent = queues[from].transmit(descriptors, 0, count);
        if (sent != count) {
            throw new IllegalStateException("a ring of " + queues[from].transmitSlots() + " refused a burst");
        }
        queues[from].flush();
        live.plane().turn();
        receivedNow = 0;
        for (int peer = 0; peer < PEERS; peer++) {
            queues[receiver(from, peer)].receive(counting, 2 * BURST);
        }
        int fromPeers = receivedNow;
        queues[instances].receive(counting, 2 * BURST);
        handled += count;
        received += receivedNow;
        receivedByStandby += receivedNow - fromPeers;
    }

    /**
     * A burst of the next instance to random others, forwarded, and received where it was not dropped.
     *
     * @return packets sent, each of which has ended
     */
    public int round() {
        int from = sender;
        sender = from + 1 == instances ? 0 : from + 1;
        int count = queues[from].take(descriptors, 0, BURST);
        for (int i = 0; i < count; i++) {
            long x = random;
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            random = x;
            write(i, from, (int) ((x >>> 33) % PEERS), (int) ((x & 0x7FFF_FFFF) % portsAPair));
        }
        finish(from, count);
        return count;
    }

    /** Sends a burst of one instance to one peer, of flows that are known; returns packets received. */
    int probe(int from, int peer) {
        int count = queues[from].take(descriptors, 0, BURST);
        for (int i = 0; i < count; i++) {
            write(i, from, peer, i % portsAPair);
        }
        long before = received;
        finish(from, count);
        return (int) (received - before);
    }

    /** What has to be done now and then beside the datapath: what is remembered of flows that send is kept. */
    void keepUp() {
        live.turn();
    }

    /**
     * Holds what was sent against what was received and dropped.
     *
     * @throws IllegalStateException if a packet is missing
     */
    void check() {
        long sent = 0;
        long dropped = 0;
        for (VirtualFunction each : live.plane().ports()) {
            sent += each.counters().sentPackets();
            dropped += each.counters().droppedPackets();
        }
        if (sent != handled || sent != received + dropped) {
            throw new IllegalStateException(
                    "sent " + handled + ", counted " + sent + ", received " + received + ", dropped " + dropped);
        }
    }

    /** Packets sent so far, each of which has ended. */
    public long handled() {
        return handled;
    }

    /** Of these, how many were received, by the standby or by others. */
    public long received() {
        return received;
    }

    /** Of these, how many the standby received. */
    public long receivedByStandby() {
        return receivedByStandby;
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
