package io.ringlane.benchmarks.memory;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.live.LiveSettings;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * A live region with many instances of one interface each, in VPCs of one large subnet, all open to each other.
 *
 * <p>One thread, on a virtual clock.
 */
final class CrowdedRegion implements AutoCloseable {

    private static final int SUBNET_INSTANCES = 65_000; // of the 65,531 addresses that a /16 has for interfaces
    private static final int A_CALL = 500;
    private static final int INSTANCES_A_HOST = 128; // virtual functions of an ENA host, see hosts.csv
    private static final int HOSTS_A_RACK = 20;
    private static final int MTU_BYTES = 1500;
    private static final int QUEUE_FRAMES = 8;
    private static final int WORKER_FRAMES = 64;
    private static final int FRAME_BYTES = 60;
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 60_000;
    private static final int PEERS = 16;
    private static final int PACKET_NS = 10_000; // slow enough for every cap

    private final VirtualClock clock = new VirtualClock();
    private final LiveRegion live;
    private final List<VirtualFunction> talkers = new ArrayList<>();
    private final List<Integer> addresses = new ArrayList<>();

    CrowdedRegion(int interfaces, int flows) {
        int racks = 1 + 2 * interfaces / (INSTANCES_A_HOST * HOSTS_A_RACK);
        live = new LiveRegion(
                new Region("us-east-1", 1, 1, racks, HOSTS_A_RACK, MTU_BYTES),
                clock,
                LiveSettings.defaults()
                        .withEc2(Ec2Settings.builtIn()
                                .with(Setting.VPCS, 1000)
                                .with(Setting.NETWORK_INTERFACES, interfaces))
                        .withWorkers(1, WORKER_FRAMES, flows + flows / 8 + 1)
                        .withQueues(1, QUEUE_FRAMES, QUEUE_FRAMES));
    }

    /** Launches instances; they run when it returns. */
    void launch(int count) {
        for (int left = count; left > 0; left -= SUBNET_INSTANCES) {
            String vpc = live.ec2().vpcs().create("10.0.0.0/16").id();
            String subnet = live.ec2()
                    .vpcs()
                    .createSubnet(vpc, "10.0.0.0/16", "us-east-1a")
                    .id();
            String group = live.ec2()
                    .securityGroups()
                    .create(vpc, "open", "open to all")
                    .id();
            live.ec2().securityGroups().authorize(group, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
            LaunchSpec spec = LaunchSpec.of("t3.nano", subnet)
                    .with(InterfaceSpec.in(subnet).withGroups(group));
            for (int more = Math.min(left, SUBNET_INSTANCES); more > 0; more -= A_CALL) {
                live.ec2().instances().run(spec.count(Math.min(A_CALL, more), Math.min(A_CALL, more)));
            }
        }
        live.turn();
    }

    /** Gives rings and frames to some of them, all in one VPC as far as it goes. */
    void open(int count) {
        long vpc = live.ec2().state().all(Table.VPCS).get(0).key();
        for (Instance each : live.ec2().state().all(Table.INSTANCES)) {
            if (talkers.size() < count && (each.launch().vpcKey() == vpc || count > SUBNET_INSTANCES)) {
                NetworkInterface eth0 = live.ec2().state().find(Table.INTERFACES, each.interfaceKeys()[0]);
                VirtualFunction port = live.port(eth0.id());
                port.queuePair(0);
                talkers.add(port);
                addresses.add(eth0.primaryAddress().ipv4());
            }
        }
    }

    /**
     * Sends one packet of each flow, from every talker to its neighbours in turn, and receives them.
     *
     * @param services destination ports in use: flows that differ in their source port only are treated alike
     */
    void talk(int flows, int services) {
        for (int flow = 0; flow < flows; flow++) {
            int from = flow % talkers.size();
            int round = flow / talkers.size();
            int to = (from + 1 + round % PEERS) % talkers.size();
            int ofPair = round / PEERS;
            send(from, to, FIRST_PORT + ofPair % PORTS, FIRST_PORT + ofPair % services);
            clock.advanceTo(clock.nanoTime() + PACKET_NS);
            live.turn();
            talkers.get(to).queuePair(0).receive((memory, offset, length, descriptor) -> {}, QUEUE_FRAMES);
        }
    }

    private void send(int from, int to, int sourcePort, int destinationPort) {
        QueuePair queue = talkers.get(from).queuePair(0);
        int frame = queue.take();
        if (frame == FrameLayout.NO_FRAME) {
            throw new IllegalStateException("talker " + from + " has no frame left");
        }
        int length = new FrameBuilder()
                .macs(talkers.get(from).mac(), talkers.get(to).mac())
                .ipv4(addresses.get(from), addresses.get(to))
                .udp(sourcePort, destinationPort)
                .write(queue.region().memory(frame), queue.region().data(frame), FRAME_BYTES);
        queue.transmit(frame, length);
        queue.flush();
    }

    /** Flows that the worker remembers. */
    int flows() {
        return live.plane().pipeline(0).flows();
    }

    /** Routes that these flows take. */
    int routes() {
        return live.routesInForce();
    }

    @Override
    public void close() {
        live.close();
    }
}
