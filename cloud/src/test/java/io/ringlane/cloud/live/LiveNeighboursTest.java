package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv6Layout;
import io.ringlane.core.packet.NeighbourLayout;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neighbour solicitations of IPv6, as the mapping service answers them, frame by frame. */
class LiveNeighboursTest extends LiveRegionFixture {

    private static final int IP = EthernetLayout.HEADER_BYTES;
    private static final int MESSAGE = IP + Ipv6Layout.HEADER_BYTES;
    private static final int OPTIONS = MESSAGE + NeighbourLayout.OPTIONS_OFFSET;
    private static final String UNSPECIFIED = "::";
    private static final String ALL_NODES = "ff02::1";

    private final Vpc vpc = live.ec2().vpcs().createWithIpv6("10.0.0.0/16");
    private final String subnet = region.ipv6Subnet(vpc, "10.0.1.0/24", 1);
    private final String other = region.ipv6Subnet(vpc, "10.0.2.0/24", 2);
    private final NetworkInterface a = region.ipv6Interface(subnet);
    private final NetworkInterface b = region.ipv6Interface(subnet);
    private final NetworkInterface c = region.ipv6Interface(other);
    private final VirtualFunction asker = live.port(a.id());
    private final VirtualFunction neighbour = live.port(b.id());

    LiveNeighboursTest() {
        super(small());
    }

    private IpAddress block(int number) {
        return new IpAddress(vpc.ipv6Cidr().base().high() + number, 0);
    }

    private static void put(byte[] frame, int index, IpAddress address) {
        Bytes.putLongBe(frame, index, address.high());
        Bytes.putLongBe(frame, index + Long.BYTES, address.low());
    }

    private static IpAddress address(byte[] frame, int index) {
        return new IpAddress(Bytes.getLongBe(frame, index), Bytes.getLongBe(frame, index + Long.BYTES));
    }

    /** The group that an address is asked for in. */
    private static IpAddress groupOf(IpAddress target) {
        return new IpAddress(
                NeighbourLayout.LINK_GROUP_HIGH,
                NeighbourLayout.SOLICITED_NODE_LOW | target.low() & NeighbourLayout.SOLICITED_NODE_MASK);
    }

    /** A solicitation as a guest sends it; probes for duplicates come from "::", and do not say their MAC. */
    private byte[] solicitation(String source, IpAddress target) {
        return solicitation(source, target, asker.mac());
    }

    static byte[] solicitation(String source, IpAddress target, long mac) {
        boolean isProbe = source.equals(UNSPECIFIED);
        byte[] frame = new byte[isProbe ? OPTIONS : OPTIONS + NeighbourLayout.MAC_OPTION_BYTES];
        Bytes.putShortBe(frame, EthernetLayout.TYPE_OFFSET, EthernetLayout.TYPE_IPV6);
        Bytes.putIntBe(frame, IP, Ipv6Layout.VERSION_CLASS_LABEL_ZERO);
        Bytes.putShortBe(frame, IP + Ipv6Layout.PAYLOAD_LENGTH_OFFSET, frame.length - MESSAGE);
        Bytes.putByte(frame, IP + Ipv6Layout.NEXT_HEADER_OFFSET, IpProtocol.ICMPV6);
        Bytes.putByte(frame, IP + Ipv6Layout.HOP_LIMIT_OFFSET, NeighbourLayout.HOP_LIMIT);
        put(frame, IP + Ipv6Layout.SOURCE_OFFSET, IpAddress.parse(source));
        put(frame, IP + Ipv6Layout.DESTINATION_OFFSET, groupOf(target));
        Bytes.putByte(frame, MESSAGE, NeighbourLayout.TYPE_SOLICITATION);
        put(frame, MESSAGE + NeighbourLayout.TARGET_OFFSET, target);
        if (!isProbe) {
            Bytes.putByte(frame, OPTIONS, NeighbourLayout.OPTION_SOURCE_MAC);
            Bytes.putByte(frame, OPTIONS + 1, 1);
            Bytes.putShortBe(frame, OPTIONS + 2, (int) (mac >>> 32));
            Bytes.putIntBe(frame, OPTIONS + 4, (int) mac);
        }
        return mended(frame);
    }

    private static byte[] mended(byte[] frame) {
        Bytes.putShortBe(
                frame,
                MESSAGE + IcmpLayout.CHECKSUM_OFFSET,
                Checksums.ipv6Transport(frame, IP, IpProtocol.ICMPV6, MESSAGE, frame.length - MESSAGE));
        return frame;
    }

    /** Sends to the MAC of the destination's group; what comes back, as nothing may reach anybody else. */
    private List<byte[]> sends(byte[] frame) {
        long groupMac = 0x3333_0000_0000L
                | Bytes.getUnsignedIntBe(frame, IP + Ipv6Layout.DESTINATION_OFFSET + Ipv6Layout.ADDRESS_BYTES - 4);
        return sends(groupMac, frame);
    }

    private List<byte[]> sends(long mac, byte[] frame) {
        assertThat(RawFrames.send(asker, mac, frame)).isTrue();
        LiveTime.pass(live, clock, 1_000_000);
        assertThat(RawFrames.receive(neighbour)).as("it goes to nobody").isEmpty();
        return RawFrames.receive(asker);
    }

    private void assertAnswer(byte[] answer, IpAddress target, long mac, String to, long toMac, int flags) {
        assertThat(Bytes.getLongBe(answer, 0) >>> 16).isEqualTo(toMac);
        assertThat(Bytes.getLongBe(answer, EthernetLayout.SOURCE_OFFSET) >>> 16).isEqualTo(mac);
        assertThat(address(answer, IP + Ipv6Layout.SOURCE_OFFSET)).isEqualTo(target);
        assertThat(address(answer, IP + Ipv6Layout.DESTINATION_OFFSET)).hasToString(to);
        assertThat(Bytes.getUnsignedByte(answer, IP + Ipv6Layout.HOP_LIMIT_OFFSET))
                .isEqualTo(255);
        assertThat(Bytes.getUnsignedByte(answer, MESSAGE)).isEqualTo(NeighbourLayout.TYPE_ADVERTISEMENT);
        assertThat(Bytes.getUnsignedShortBe(answer, MESSAGE + IcmpLayout.CHECKSUM_OFFSET))
                .isEqualTo(Checksums.ipv6Transport(answer, IP, IpProtocol.ICMPV6, MESSAGE, answer.length - MESSAGE));
        assertThat(Bytes.getIntBe(answer, MESSAGE + NeighbourLayout.FLAGS_OFFSET))
                .isEqualTo(flags << 24);
        assertThat(address(answer, MESSAGE + NeighbourLayout.TARGET_OFFSET)).isEqualTo(target);
        assertThat(Bytes.getUnsignedShortBe(answer, OPTIONS)).isEqualTo(NeighbourLayout.OPTION_TARGET_MAC << 8 | 1);
        assertThat(Bytes.getLongBe(answer, OPTIONS) & 0xFFFF_FFFF_FFFFL).isEqualTo(mac);
        assertThat(answer).hasSize(OPTIONS + NeighbourLayout.MAC_OPTION_BYTES);
    }

    private IpAddress ipv6(NetworkInterface each) {
        return each.ipv6(0);
    }

    @Test
    void shouldAnswerForNeighboursAndTheRouterOnly() {
        String own = ipv6(a).toString();
        assertThat(sends(solicitation(own, ipv6(b)))).singleElement().satisfies(answer -> {
            assertAnswer(answer, ipv6(b), neighbour.mac(), own, asker.mac(), 0x60);
        });
        IpAddress router = block(1).plus(1);
        for (IpAddress each : List.of(router, live.ec2().mapping().routerLinkLocal())) {
            assertThat(sends(solicitation(own, each))).singleElement().satisfies(answer -> {
                assertAnswer(answer, each, LiveRegion.ROUTER_MAC, own, asker.mac(), 0xE0);
            });
        }
        assertThat(asker.counters().droppedPackets(DropReason.TAKEN_BY_HOST)).isEqualTo(3);
        List<IpAddress> nobodys = List.of(ipv6(a), ipv6(c), router.plus(0x9999), IpAddress.parse("2001:4860::8888"));
        for (IpAddress each : nobodys) {
            assertThat(sends(solicitation(own, each))).as(each.toString()).isEmpty();
        }
        assertThat(asker.counters().droppedPackets(DropReason.GROUP_ADDRESS)).isEqualTo(nobodys.size());
    }

    /** Where the link is checked, a neighbour that is known is asked by itself; it need not answer, its host does. */
    @Test
    void shouldAnswerWhoIsAskedDirectly() {
        byte[] frame = solicitation(ipv6(a).toString(), ipv6(b));
        put(frame, IP + Ipv6Layout.DESTINATION_OFFSET, ipv6(b));
        assertThat(sends(neighbour.mac(), mended(frame))).singleElement().satisfies(answer -> {
            assertAnswer(answer, ipv6(b), neighbour.mac(), ipv6(a).toString(), asker.mac(), 0x60);
        });
    }

    @Test
    void shouldFindDuplicatesAndNoOthers() {
        assertThat(sends(solicitation(UNSPECIFIED, ipv6(a)))).as("its own").isEmpty();
        IpAddress linkLocal = IpAddress.parse("fe80::1234:5678:9abc:def0");
        assertThat(sends(solicitation(UNSPECIFIED, linkLocal)))
                .as("one that it made up")
                .isEmpty();
        assertThat(sends(solicitation(UNSPECIFIED, ipv6(b)))).singleElement().satisfies(answer -> {
            assertAnswer(answer, ipv6(b), neighbour.mac(), ALL_NODES, NeighbourLayout.ALL_NODES_MAC, 0x20);
        });
        IpAddress router = live.ec2().mapping().routerLinkLocal();
        assertThat(sends(solicitation(UNSPECIFIED, router))).hasSize(1);
    }

    /** A stack beyond an edge keeps its addresses: nobody is told that it is a duplicate, and only the router is on its link. */
    @Test
    void shouldFindNoDuplicatesAtAnEdge() {
        VirtualFunction internet = live.internet();
        IpAddress router = live.ec2().mapping().routerLinkLocal();
        IpAddress other = IpAddress.parse("fe80::1234:5678:9abc:def0");
        IpAddress address = IpAddress.parse("2001:4860::8888");
        for (IpAddress each : List.of(router, other, address, ipv6(a))) {
            assertThat(answersAtEdge(solicitation(UNSPECIFIED, each, internet.mac())))
                    .as("probe for " + each)
                    .isZero();
        }
        assertThat(answersAtEdge(solicitation("fe80::1", other, internet.mac())))
                .isZero();
        assertThat(answersAtEdge(solicitation("fe80::1", router, internet.mac())))
                .isOne();
        assertThat(answersAtEdge(solicitation("2001:4860::8888", ipv6(a), internet.mac())))
                .isOne();
    }

    private int answersAtEdge(byte[] frame) {
        assertThat(RawFrames.send(live.internet(), 0x3333_FF00_0000L, frame)).isTrue();
        LiveTime.pass(live, clock, 1_000_000);
        return RawFrames.receive(live.internet()).size();
    }

    @Test
    void shouldFollowAnAddressThatIsTakenAway() {
        byte[] asked = solicitation(ipv6(a).toString(), ipv6(b));
        assertThat(sends(asked.clone())).hasSize(1);
        live.ec2().interfaces().unassignIpv6Address(b.id(), ipv6(b).toString());
        assertThat(sends(asked.clone())).isEmpty();
    }

    /** What a router would have forwarded, is cut, or contradicts itself. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAnswerNothingInvalid(int fault) {
        byte[] frame = solicitation(fault == 6 ? UNSPECIFIED : ipv6(a).toString(), ipv6(b));
        switch (fault) {
            case 0 -> frame[IP + Ipv6Layout.HOP_LIMIT_OFFSET] = 64;
            case 1 -> frame[MESSAGE + IcmpLayout.CODE_OFFSET] = 1;
            case 2 -> frame[OPTIONS + 1] = 0; // an option without end
            case 3 -> frame[OPTIONS + 1] = 2; // and one that ends beyond the frame
            case 4 -> put(frame, MESSAGE + NeighbourLayout.TARGET_OFFSET, IpAddress.parse(ALL_NODES));
            case 5 -> put(frame, IP + Ipv6Layout.DESTINATION_OFFSET, groupOf(ipv6(b).plus(1)));
            case 6 -> put(frame, IP + Ipv6Layout.DESTINATION_OFFSET, ipv6(b)); // a probe asks a group
            case 7 -> {
                frame = Arrays.copyOf(frame, OPTIONS - 8);
                Bytes.putShortBe(frame, IP + Ipv6Layout.PAYLOAD_LENGTH_OFFSET, frame.length - MESSAGE);
            }
            default -> {
                // the checksum, below
            }
        }
        mended(frame);
        frame[MESSAGE + IcmpLayout.CHECKSUM_OFFSET] ^= (byte) (fault == 8 ? 1 : 0);
        assertThat(sends(neighbour.mac(), frame)).isEmpty();
        assertThat(asker.counters().droppedPackets(DropReason.GROUP_ADDRESS)).isEqualTo(1);
    }

    /** Whatever a guest sends to groups, nobody else gets it, and every packet has one end. */
    @Test
    void shouldCarryNothingToGroups() {
        Random random = new Random(11);
        int sent = 2_000;
        for (int i = 0; i < sent; i++) {
            byte[] frame = solicitation(random.nextBoolean() ? UNSPECIFIED : ipv6(a).toString(), ipv6(b));
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                frame[IP + random.nextInt(frame.length - IP)] ^= (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(4) == 0) {
                frame = Arrays.copyOf(frame, EthernetLayout.HEADER_BYTES + random.nextInt(frame.length - IP));
            }
            assertThat(RawFrames.send(asker, 0x3333_FF00_0000L | random.nextInt(1 << 24), frame))
                    .isTrue();
            LiveTime.pass(live, clock, 1_000);
            RawFrames.receive(asker);
            assertThat(RawFrames.receive(neighbour)).isEmpty();
        }
        long dropped = 0;
        for (DropReason reason : DropReason.values()) {
            dropped += asker.counters().droppedPackets(reason);
        }
        assertThat(dropped).isEqualTo(sent);
    }
}
