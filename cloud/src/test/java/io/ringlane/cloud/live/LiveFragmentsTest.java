package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams in pieces: rules, translation, caps. */
class LiveFragmentsTest {

    private static final String A = "10.0.1.10";
    private static final String B = "10.0.1.11";
    private static final long SECOND_NS = 1_000_000_000L;

    /** Two instances; nothing is let in to the first, and to the second only what a test says. */
    private static final class World {

        private final VirtualClock clock = new VirtualClock();
        private final LiveRegion live;
        private final TestRegion region;
        private final String vpc;
        private final String subnet;
        private final VirtualFunction a;
        private final VirtualFunction b;

        World(int frames, long fragmentsPerSecond) {
            live = new LiveRegion(
                    new Region("us-east-1", 2, 1, 8, 2, 1500),
                    clock,
                    LiveSettings.defaults()
                            .withQueues(1, frames, frames)
                            .withWorkers(1, 2048, 4096)
                            .withEc2(Ec2Settings.builtIn()
                                    .with(Setting.FRAGMENT_PACKETS_PER_SECOND, fragmentsPerSecond)));
            region = new TestRegion(live.ec2(), clock);
            vpc = region.vpc("10.0.0.0/16");
            subnet = region.subnet(vpc, "10.0.1.0/24");
            Instance first = region.instance(subnet, A);
            String closed =
                    live.ec2().securityGroups().create(vpc, "closed", "").id();
            live.ec2().interfaces().modifyGroups(region.eth0(first).id(), closed);
            a = live.port(first.id(), 0);
            b = live.port(region.instance(subnet, B).id(), 0);
        }

        void allow(Selector selector) {
            live.ec2().securityGroups().authorize(region.defaultGroup(vpc), Direction.INGRESS, rule(selector));
        }

        void forbid(Selector selector) {
            live.ec2().securityGroups().revoke(region.defaultGroup(vpc), Direction.INGRESS, rule(selector));
        }

        private static SecurityRule rule(Selector selector) {
            return SecurityRule.of(selector, "10.0.1.0/24");
        }

        void pass(long ns) {
            LiveTime.pass(live, clock, ns);
        }

        List<byte[]> sends(List<byte[]> pieces) {
            pieces.forEach(
                    piece -> assertThat(RawFrames.send(a, b.mac(), piece)).isTrue());
            pass(10_000_000);
            return RawFrames.receive(b);
        }

        long dropped(DropReason reason) {
            return a.counters().droppedPackets(reason);
        }
    }

    private static List<byte[]> datagram(Flow flow, int identification) {
        return RawFrames.fragments(RawFrames.packet(flow, 1000), identification, 400);
    }

    @Test
    void shouldTreatPiecesAsTheFirstOfTheirDatagram() {
        World world = new World(64, 0);
        world.allow(Selector.udp(53));
        List<byte[]> good = datagram(Flow.udp(A, 999, B, 53), 1);
        List<byte[]> bad = datagram(Flow.udp(A, 999, B, 54), 2);
        List<byte[]> mixed = new ArrayList<>();
        for (int i = 0; i < good.size(); i++) {
            mixed.add(good.get(i));
            mixed.add(bad.get(i));
        }
        List<byte[]> got = world.sends(mixed);
        assertThat(RawFrames.reassembled(got))
                .endsWith(
                        Arrays.copyOfRange(RawFrames.packet(Flow.udp(A, 999, B, 53), 1000), RawFrames.TRANSPORT, 1000));
        assertThat(got).hasSize(good.size());
        assertThat(world.dropped(DropReason.SECURITY_GROUP_INGRESS)).isEqualTo(bad.size());
        world.live.close();
    }

    @Test
    void shouldDropPiecesOfADatagramThatNobodySawBeginUnlessEveryPortIsAllowed() {
        World world = new World(64, 0);
        world.allow(Selector.udp(53));
        List<byte[]> pieces = datagram(Flow.udp(A, 999, B, 53), 1);
        Collections.reverse(pieces); // the first one comes last
        assertThat(world.sends(pieces)).hasSize(1);
        assertThat(world.dropped(DropReason.SECURITY_GROUP_INGRESS)).isEqualTo(pieces.size() - 1L);
        world.allow(Selector.of("udp", 0, 65_535));
        List<byte[]> stray = datagram(Flow.udp(A, 999, B, 7), 2);
        assertThat(world.sends(stray.subList(1, stray.size()))).hasSize(stray.size() - 1);
        world.live.close();
    }

    /** They carry no port, which is not port 0. */
    @Test
    void shouldNotTakeThemForPiecesToTheFirstPort() {
        World world = new World(64, 1_000);
        world.allow(Selector.of("udp", 0, 1023));
        List<byte[]> stray = datagram(Flow.udp(A, 999, B, 7), 2);
        assertThat(world.sends(stray.subList(1, stray.size()))).isEmpty();
        world.live.close();
    }

    /** A first piece of a datagram, cut behind so many bytes of its transport header; its frame is padded with another port. */
    private static byte[] shortPiece(Flow flow, int identification, int transportBytes, int paddedPort) {
        byte[] piece = datagram(flow, identification).get(0);
        for (int at = RawFrames.TRANSPORT + transportBytes; at < RawFrames.TRANSPORT + 20; at++) {
            piece[at] = (byte) (at % 2 == 0 ? paddedPort >>> 8 : paddedPort); // as both ports, wherever they begin
        }
        byte[] frame = Arrays.copyOf(piece, EthernetLayout.MIN_FRAME_BYTES);
        Bytes.putShortBe(
                frame,
                RawFrames.IP + Ipv4Layout.TOTAL_LENGTH_OFFSET,
                RawFrames.TRANSPORT - RawFrames.IP + transportBytes);
        Bytes.putShortBe(
                frame, RawFrames.IP + Ipv4Layout.CHECKSUM_OFFSET, Checksums.ipv4Header(frame, RawFrames.IP, 20));
        return frame;
    }

    /** What a frame is padded with is no port, and later pieces have none either. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldNotReadPortsThatAFirstPieceIsTooShortFor(int transportBytes) {
        World world = new World(64, 0);
        world.allow(Selector.tcp(80));
        Flow flow = Flow.tcp(A, 80, B, 80);
        List<byte[]> pieces = new ArrayList<>(List.of(shortPiece(flow, 7, transportBytes, 80)));
        pieces.addAll(datagram(flow, 7).subList(1, 3));
        assertThat(world.sends(pieces)).isEmpty();
        assertThat(world.dropped(DropReason.SECURITY_GROUP_INGRESS)).isEqualTo(3);
        world.allow(new Selector(IpProtocol.TCP, 0, 65_535));
        assertThat(world.sends(pieces)).as("every port").hasSize(3);
        world.live.close();
    }

    /** Whose ports are not known is not known by those of an earlier datagram with the same number. */
    @Test
    void shouldForgetPortsWhereAFirstPieceIsTooShortForThem() {
        World world = new World(64, 0);
        world.allow(Selector.tcp(80));
        List<byte[]> pieces = datagram(Flow.tcp(A, 80, B, 80), 7);
        assertThat(world.sends(pieces)).hasSize(pieces.size());
        assertThat(world.sends(List.of(shortPiece(Flow.tcp(A, 80, B, 80), 7, 2, 80), pieces.get(1))))
                .isEmpty();
        world.live.close();
    }

    @Test
    void shouldReadPortsOfAFirstPieceThatEndsBehindThem() {
        World world = new World(64, 0);
        world.allow(Selector.tcp(80));
        List<byte[]> pieces =
                List.of(shortPiece(Flow.tcp(A, 80, B, 80), 7, 8, 81), shortPiece(Flow.tcp(A, 80, B, 81), 8, 8, 80));
        assertThat(world.sends(pieces)).hasSize(1);
        assertThat(world.dropped(DropReason.SECURITY_GROUP_INGRESS)).isEqualTo(1);
        world.live.close();
    }

    /** Cut, padded and flipped pieces, of which some pass a gateway that rewrites them: each has one end. */
    @Property(tries = 20)
    void shouldSurvivePiecesThatAreBroken(@ForAll long seed) {
        World world = new World(64, 0);
        world.allow(Selector.udp(53));
        world.region.gateway(world.vpc);
        NetworkInterface eth0 = world.live.ec2().state().require(Table.INTERFACES, world.a.name());
        String address = world.live.ec2().addresses().allocate().id();
        world.live.ec2().addresses().associate(address, eth0.attachment().instanceId());
        world.live.internet().open();
        Random random = new Random(seed);
        int sent = 500;
        long ended = 0;
        for (int i = 0; i < sent; i++) {
            String to = random.nextInt(3) == 0 ? "8.8.8.8" : B;
            Flow flow = random.nextBoolean() ? Flow.udp(A, 999, to, 53) : Flow.tcp(A, 999, to, 80);
            byte[] piece = datagram(flow, random.nextInt(4)).get(random.nextInt(3));
            int length = RawFrames.TRANSPORT + random.nextInt(30);
            byte[] frame = Arrays.copyOf(piece, random.nextBoolean() ? length : EthernetLayout.MIN_FRAME_BYTES);
            if (random.nextInt(4) != 0) {
                Bytes.putShortBe(frame, RawFrames.IP + Ipv4Layout.TOTAL_LENGTH_OFFSET, length - RawFrames.IP);
            }
            for (int flips = random.nextInt(3); flips > 0; flips--) {
                frame[RawFrames.IP + random.nextInt(frame.length - RawFrames.IP)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(RawFrames.send(world.a, LiveRegion.ROUTER_MAC, frame)).isTrue();
            world.pass(3_000_000);
            ended += RawFrames.receive(world.b).size()
                    + RawFrames.receive(world.live.internet()).size();
            RawFrames.receive(world.a);
        }
        for (DropReason reason : DropReason.values()) {
            ended += world.dropped(reason);
        }
        assertThat(ended).isEqualTo(sent);
        world.live.close();
    }

    @Test
    void shouldForgetWhatADatagramBeganWith() {
        World world = new World(64, 0);
        world.allow(Selector.udp(53));
        List<byte[]> pieces = datagram(Flow.udp(A, 999, B, 53), 1);
        assertThat(world.sends(pieces.subList(0, 1))).hasSize(1);
        world.pass(60 * SECOND_NS);
        assertThat(world.sends(pieces.subList(1, 2))).isEmpty();
        world.live.close();
    }

    @Test
    void shouldFollowTheTypeOfAPingInPieces() {
        World world = new World(64, 0);
        world.allow(Selector.of("icmp", 8, Selector.ANY));
        byte[] body = new byte[900];
        List<byte[]> ping = RawFrames.fragments(RawFrames.icmp(Flow.icmp(A, B, 8, 0), body), 1, 400);
        List<byte[]> other = RawFrames.fragments(RawFrames.icmp(Flow.icmp(A, B, 13, 0), body), 2, 400);
        assertThat(world.sends(ping)).hasSize(ping.size());
        assertThat(world.sends(other)).isEmpty();
        world.live.close();
    }

    @Test
    void shouldLimitWhatAnInterfaceSendsInASecond() {
        World world = new World(64, 100);
        world.allow(Selector.udp(53));
        Flow flow = Flow.udp(A, 999, B, 53);
        int got = 0;
        for (int i = 0; i < 40; i++) {
            got += world.sends(datagram(flow, i)).size(); // three pieces every 10 ms: 120 in 0.4 s
        }
        assertThat(got).isBetween(100, 140);
        long refused = world.dropped(DropReason.PPS_ALLOWANCE_EXCEEDED);
        assertThat(got + refused).isEqualTo(120);
        World tight = new World(64, 10);
        tight.allow(Selector.udp(53));
        List<byte[]> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.addAll(datagram(flow, i).subList(0, 1));
        }
        assertThat(tight.sends(many)).hasSize(10);
        assertThat(tight.dropped(DropReason.PPS_ALLOWANCE_EXCEEDED)).isEqualTo(10);
        assertThat(tight.a.counters().cappedPackets(DropReason.PPS_ALLOWANCE_EXCEEDED))
                .isEqualTo(10);
        assertThat(tight.sends(List.of(RawFrames.packet(flow, 1000))))
                .as("whole packets are no fragments")
                .hasSize(1);
        tight.pass(SECOND_NS);
        assertThat(tight.sends(many)).hasSize(10);
        tight.live.close();
        world.live.close();
    }

    /** All pieces between two addresses share the cap of a flow, whichever their ports: half a millisecond of 5 Gbit/s fits. */
    @Test
    void shouldChargeTheCapOfAFlow() {
        World world = new World(512, 0);
        world.allow(Selector.of("udp", 0, 65_535));
        List<byte[]> many = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            byte[] packet = RawFrames.packet(Flow.udp(A, 1000 + i, B, 53), 1514);
            byte[] first = RawFrames.fragments(packet, i, 1480).get(0);
            Bytes.putShortBe(first, RawFrames.IP + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, Ipv4Layout.MORE_FRAGMENTS);
            Bytes.putShortBe(
                    first,
                    RawFrames.IP + Ipv4Layout.CHECKSUM_OFFSET,
                    Checksums.ipv4Header(first, RawFrames.IP, Ipv4Layout.MIN_HEADER_BYTES));
            many.add(first);
        }
        int fitting = 1 + 500_000 * 5 / (1514 * 8);
        assertThat(world.sends(many)).hasSize(fitting);
        assertThat(world.dropped(DropReason.FLOW_CAP)).isEqualTo(250 - fitting);
        world.live.close();
    }

    @Test
    void shouldPassANatGatewayInPiecesOfUdpOnly() {
        World world = new World(64, 0);
        LiveRegion live = world.live;
        world.region.gateway(world.vpc);
        String inner = world.region.subnet(world.vpc, "10.0.2.0/24");
        world.region.natGateway(world.vpc, world.subnet, inner);
        VirtualFunction hidden =
                live.port(world.region.instance(inner, "10.0.2.20").id(), 0);
        live.internet().open();
        Flow flow = Flow.udp("10.0.2.20", 999, "8.8.8.8", 53);
        List<byte[]> pieces = datagram(flow, 1);
        pieces.forEach(piece -> RawFrames.send(hidden, LiveRegion.ROUTER_MAC, piece));
        datagram(Flow.tcp("10.0.2.20", 999, "8.8.8.8", 443), 2)
                .forEach(piece -> RawFrames.send(hidden, LiveRegion.ROUTER_MAC, piece));
        world.pass(10_000_000);
        List<byte[]> got = RawFrames.receive(live.internet());
        assertThat(got).hasSize(pieces.size());
        byte[] whole = RawFrames.reassembled(got);
        assertThat(Bytes.getUnsignedShortBe(whole, RawFrames.TRANSPORT))
                .as("source port")
                .isNotEqualTo(999);
        assertThat(Bytes.getUnsignedShortBe(whole, RawFrames.TRANSPORT + 6))
                .as("checksum of the datagram that was put together")
                .isEqualTo(Checksums.ipv4Transport(
                        whole, RawFrames.IP, IpProtocol.UDP, RawFrames.TRANSPORT, whole.length - RawFrames.TRANSPORT));
        assertThat(hidden.counters().droppedPackets(DropReason.NAT_FRAGMENT)).isEqualTo(3);
        live.close();
    }

    /**
     * Pieces of many datagrams, shuffled, lost and doubled, while rules come and go; beside a model that knows which datagrams have
     * begun and which connections are remembered.
     */
    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void shouldTreatEachPieceByTheRulesAndWhatWasSeenBefore(@ForAll long seed) {
        Random random = new Random(seed);
        World world = new World(64, 0);
        Set<Integer> open = new HashSet<>();
        Map<Integer, Flow> begun = new HashMap<>(); // by identification
        Set<Flow> tracked = new HashSet<>();
        List<byte[]> waiting = new ArrayList<>();
        Map<byte[], Flow> flows = new HashMap<>(); // by identity of the piece
        long sent = 0;
        long expectedDrops = 0;
        for (int step = 0; step < 200; step++) {
            if (random.nextInt(6) == 0) {
                int port = 50 + random.nextInt(4);
                if (open.remove(port)) {
                    world.forbid(Selector.udp(port));
                } else {
                    world.allow(Selector.udp(port));
                    open.add(port);
                }
                continue;
            }
            if (waiting.size() < 4) {
                Flow flow = Flow.udp(A, 1000 + random.nextInt(3), B, 50 + random.nextInt(4));
                int payload = 8 * (1 + random.nextInt(60));
                List<byte[]> pieces =
                        RawFrames.fragments(RawFrames.packet(flow, 120 + random.nextInt(900)), step, payload);
                if (random.nextInt(3) != 0) {
                    Collections.shuffle(pieces, random);
                }
                pieces.forEach(piece -> flows.put(piece, flow));
                waiting.addAll(pieces);
            }
            byte[] piece = random.nextInt(4) == 0
                    ? waiting.get(random.nextInt(waiting.size())) // comes again later
                    : waiting.remove(random.nextInt(3) == 0 ? random.nextInt(waiting.size()) : 0);
            Flow flow = flows.get(piece);
            int flags = Bytes.getUnsignedShortBe(piece, RawFrames.IP + Ipv4Layout.FLAGS_FRAGMENT_OFFSET);
            int identification = Bytes.getUnsignedShortBe(piece, RawFrames.IP + Ipv4Layout.IDENTIFICATION_OFFSET);
            boolean isWhole = flags == 0;
            if (flags == Ipv4Layout.MORE_FRAGMENTS) {
                begun.put(identification, flow);
            }
            boolean isKnown = isWhole || begun.containsKey(identification);
            boolean passes = isKnown && (tracked.contains(flow) || open.contains(flow.destinationPort()));
            if (passes) {
                tracked.add(flow);
            }
            expectedDrops += passes ? 0 : 1;
            sent++;
            String what = "seed " + seed + ", step " + step + ": " + flow + " flags " + flags + " of " + identification;
            List<byte[]> got = world.sends(List.of(piece));
            assertThat(got).as(what).hasSize(passes ? 1 : 0);
            if (passes) {
                assertThat(Arrays.copyOfRange(got.get(0), RawFrames.IP, piece.length))
                        .as(what)
                        .isEqualTo(Arrays.copyOfRange(piece, RawFrames.IP, piece.length));
            }
        }
        assertThat(world.a.counters().sentPackets()).isEqualTo(sent);
        assertThat(world.dropped(DropReason.SECURITY_GROUP_INGRESS)).isEqualTo(expectedDrops);
        assertThat(world.a.counters().inFlightPackets()).isZero();
        world.live.close();
    }
}
