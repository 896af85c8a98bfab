package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Packets to a private address that instances take from each other and to an Elastic IP that moves between them, while groups of
 * receivers change, on the real clock and with workers of their own threads. Whoever receives one had the address, and let it in,
 * at some moment between its sending and its arrival; its checksums are right, and none comes twice.
 *
 * <p>What every packet meets is checked by {@link LiveTrafficTest}, on one thread.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveThreadsTest {

    private static final long SEED = 20_261_130;
    private static final int STEPS = 8000;
    private static final int SENT_A_STEP = 4;
    private static final int RECEIVERS = 3;
    private static final int NOBODY = -1;
    private static final String MOVING = "10.0.1.77";
    private static final String OUTSIDE = "8.8.8.8";

    private final LiveRegion live = new LiveRegion(
            new Region("us-east-1", 1, 1, 8, 3, 1500),
            NanoClock.real(),
            LiveSettings.defaults().withQueues(1, 256, 512).withWorkers(2, 4096, 65_536));
    private final String vpc = live.ec2().vpcs().create("10.0.0.0/16").id();
    private final String subnet =
            live.ec2().vpcs().createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final String open =
            live.ec2().securityGroups().create(vpc, "open", "").id();
    private final String shut =
            live.ec2().securityGroups().create(vpc, "shut", "").id();
    private final String elastic = live.ec2().addresses().allocate().id();
    private final IpAddress publicAddress =
            live.ec2().addresses().describe(elastic).publicIp();
    private final VirtualFunction[] receivers = new VirtualFunction[RECEIVERS];
    private final String[] interfaces = new String[RECEIVERS];
    private VirtualFunction sender;
    private IpAddress own;

    private final Random random = new Random(SEED);
    private final List<Moment> moments = new ArrayList<>(List.of(new Moment(NOBODY, NOBODY, 0)));
    private final Map<Long, Sent> underWay = new HashMap<>();
    private long sent;
    private final long[] received = new long[RECEIVERS];
    private long fromOutside;

    /**
     * What holds until the next change.
     *
     * @param owner of the private address
     * @param publicOwner of the Elastic IP
     * @param shut bits of receivers that let nobody in
     */
    private record Moment(int owner, int publicOwner, int shut) {

        boolean isFor(int receiver, boolean isPublic) {
            return receiver == (isPublic ? publicOwner : owner) && (shut & 1 << receiver) == 0;
        }
    }

    private record Sent(int moment, boolean isPublic) {}

    private Moment now() {
        return moments.get(moments.size() - 1);
    }

    private void setUp() {
        String gateway = live.ec2().internetGateways().create().id();
        live.ec2().internetGateways().attach(gateway, vpc);
        live.ec2()
                .routeTables()
                .createRoute(
                        ResourceKind.ROUTE_TABLE.id(
                                live.ec2().vpcs().describe(vpc).mainRouteTableKey()),
                        "0.0.0.0/0",
                        gateway);
        live.ec2().securityGroups().authorize(open, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        live.placer().groups().create(PlacementGroup.spread("apart"));
        NetworkInterface first = launch();
        own = first.primaryAddress();
        sender = live.port(first.id());
        for (int i = 0; i < RECEIVERS; i++) {
            interfaces[i] = launch().id();
            receivers[i] = live.port(interfaces[i]);
        }
        live.internet().open();
    }

    private NetworkInterface launch() {
        Instance made = live.ec2()
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet)
                        .with(InterfaceSpec.in(subnet).withGroups(open))
                        .inGroup("apart", 0))
                .get(0);
        return live.ec2().state().find(Table.INTERFACES, made.interfaceKeys()[0]);
    }

    private void change() {
        int receiver = random.nextInt(RECEIVERS);
        Moment before = now();
        switch (random.nextInt(3)) {
            case 0 -> {
                if (before.owner() != NOBODY) {
                    live.ec2().interfaces().unassignPrivateAddress(interfaces[before.owner()], MOVING);
                }
                live.ec2().interfaces().assignPrivateAddresses(interfaces[receiver], List.of(MOVING), 0);
                moments.add(new Moment(receiver, before.publicOwner(), before.shut()));
            }
            case 1 -> {
                live.ec2().addresses().associate(elastic, interfaces[receiver]);
                moments.add(new Moment(before.owner(), receiver, before.shut()));
            }
            default -> {
                int bits = before.shut() ^ 1 << receiver;
                live.ec2().interfaces().modifyGroups(interfaces[receiver], (bits & 1 << receiver) == 0 ? open : shut);
                moments.add(new Moment(before.owner(), before.publicOwner(), bits));
            }
        }
    }

    /** Mostly of few flows, which are known before and after many a change; no connection is remembered of any. */
    private void send() {
        boolean isPublic = random.nextBoolean();
        int port = 1024 + random.nextInt(random.nextInt(4) == 0 ? 60_000 : 8);
        int to = 53 + random.nextInt(2);
        long mac = isPublic || now().owner() == NOBODY || random.nextBoolean()
                ? LiveRegion.ROUTER_MAC
                : receivers[now().owner()].mac();
        Flow flow = isPublic
                ? Flow.udp(OUTSIDE, port, publicAddress.toString(), to)
                : Flow.udp(own.toString(), port, MOVING, to);
        if (Packet.send(isPublic ? live.internet() : sender, mac, flow, sent)) {
            underWay.put(sent++, new Sent(moments.size() - 1, isPublic));
        }
    }

    private void receive() {
        for (int receiver = 0; receiver < RECEIVERS; receiver++) {
            for (Packet packet : Packet.receive(receivers[receiver])) {
                check(receiver, packet);
            }
        }
    }

    private void check(int receiver, Packet packet) {
        Sent before = underWay.remove(packet.id());
        assertThat(before).as("%s was sent, and not received before", packet).isNotNull();
        List<Moment> meanwhile = moments.subList(before.moment(), moments.size());
        assertThat(meanwhile)
                .as("what held between the sending of %s and its arrival at %d, seed %d", packet, receiver, SEED)
                .anyMatch(each -> each.isFor(receiver, before.isPublic()));
        assertThat(packet.isValid()).as("checksums of %s", packet).isTrue();
        assertThat(packet.destinationMac()).isEqualTo(receivers[receiver].mac());
        received[receiver]++;
        fromOutside += before.isPublic() ? 1 : 0;
    }

    private void awaitEnd() {
        while (Stream.of(sender, live.internet())
                .anyMatch(each -> each.counters().sentPackets()
                        != each.counters().deliveredPackets() + each.counters().droppedPackets())) {
            receive();
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldDeliverToNobodyWhoNeverHadTheAddressWhileAPacketWasUnderWay() {
        try (live) {
            setUp();
            assertThat(Stream.of(receivers).map(VirtualFunction::workerIndex).distinct())
                    .as("workers of the receivers")
                    .hasSize(2);
            live.start();
            for (int step = 0; step < STEPS; step++) {
                if (random.nextBoolean()) {
                    change();
                }
                for (int i = 0; i < SENT_A_STEP; i++) {
                    send();
                }
                receive();
            }
            while (sender.counters().sentPackets() + live.internet().counters().sentPackets() != sent) {
                receive(); // until workers have taken all of them
                Thread.onSpinWait();
            }
            awaitEnd();
        }
        receive();

        long delivered = sender.counters().deliveredPackets()
                + live.internet().counters().deliveredPackets();
        assertThat(received[0] + received[1] + received[2]).isEqualTo(delivered);
        assertThat(received).doesNotContain(0);
        assertThat(fromOutside).isPositive().isLessThan(delivered);
    }
}
