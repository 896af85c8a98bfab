package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv6Layout;
import io.ringlane.core.packet.NeighbourLayout;
import io.ringlane.core.packet.RouterLayout;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Router solicitations of IPv6, as the hosts of interfaces answer them, frame by frame. */
class LiveRouterAdvertisementsTest {

    private static final int IP = EthernetLayout.HEADER_BYTES;
    private static final int MESSAGE = IP + Ipv6Layout.HEADER_BYTES;
    private static final int SOLICITATION_OPTIONS = MESSAGE + RouterLayout.SOLICITATION_OPTIONS_OFFSET;
    private static final int OPTIONS = MESSAGE + RouterLayout.OPTIONS_OFFSET;
    private static final long ALL_ROUTERS_MAC = 0x3333_0000_0002L;
    private static final String ALL_ROUTERS = "ff02::2";
    private static final String LINK_LOCAL = "fe80::1234:5678:9abc:def0";
    private static final String UNSPECIFIED = "::";

    private final VirtualClock clock = new VirtualClock();
    private LiveRegion live;
    private TestRegion region;
    private Vpc vpc;
    private String subnet;
    private VirtualFunction asker;
    private VirtualFunction neighbour;

    private void start(Ec2Settings settings) {
        live = new LiveRegion(
                new Region("us-east-1", 2, 1, 8, 2, 1500),
                clock,
                LiveSettings.defaults()
                        .withQueues(1, 64, 128)
                        .withWorkers(1, 512, 4096)
                        .withEc2(settings));
        region = new TestRegion(live.ec2(), clock);
        vpc = live.ec2().vpcs().createWithIpv6("10.0.0.0/16");
        IpAddress block = new IpAddress(vpc.ipv6Cidr().base().high() + 1, 0);
        subnet = live.ec2()
                .vpcs()
                .createSubnet(vpc.id(), "10.0.1.0/24", block + "/64", TestRegion.ZONE_A)
                .id();
        asker = live.port(instance(InterfaceSpec.in(subnet).withIpv6(1)).id());
        neighbour = live.port(instance(InterfaceSpec.in(subnet).withIpv6(1)).id());
    }

    private NetworkInterface instance(InterfaceSpec spec) {
        Instance made = live.ec2()
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).with(spec))
                .get(0);
        return region.eth0(made);
    }

    @AfterEach
    void close() {
        live.close();
    }

    private static void put(byte[] frame, int index, IpAddress address) {
        Bytes.putLongBe(frame, index, address.high());
        Bytes.putLongBe(frame, index + Long.BYTES, address.low());
    }

    private static IpAddress address(byte[] frame, int index) {
        return new IpAddress(Bytes.getLongBe(frame, index), Bytes.getLongBe(frame, index + Long.BYTES));
    }

    /** As a guest sends it, with its MAC unless it has no address yet. */
    private static byte[] solicitation(String source, long mac) {
        boolean hasMac = !source.equals(UNSPECIFIED);
        byte[] frame = new byte[SOLICITATION_OPTIONS + (hasMac ? NeighbourLayout.MAC_OPTION_BYTES : 0)];
        Bytes.putShortBe(frame, EthernetLayout.TYPE_OFFSET, EthernetLayout.TYPE_IPV6);
        Bytes.putIntBe(frame, IP, Ipv6Layout.VERSION_CLASS_LABEL_ZERO);
        Bytes.putShortBe(frame, IP + Ipv6Layout.PAYLOAD_LENGTH_OFFSET, frame.length - MESSAGE);
        Bytes.putByte(frame, IP + Ipv6Layout.NEXT_HEADER_OFFSET, IpProtocol.ICMPV6);
        Bytes.putByte(frame, IP + Ipv6Layout.HOP_LIMIT_OFFSET, NeighbourLayout.HOP_LIMIT);
        put(frame, IP + Ipv6Layout.SOURCE_OFFSET, IpAddress.parse(source));
        put(frame, IP + Ipv6Layout.DESTINATION_OFFSET, IpAddress.parse(ALL_ROUTERS));
        Bytes.putByte(frame, MESSAGE, RouterLayout.TYPE_SOLICITATION);
        if (hasMac) {
            Bytes.putByte(frame, SOLICITATION_OPTIONS, NeighbourLayout.OPTION_SOURCE_MAC);
            Bytes.putByte(frame, SOLICITATION_OPTIONS + 1, 1);
            Bytes.putShortBe(frame, SOLICITATION_OPTIONS + 2, (int) (mac >>> 32));
            Bytes.putIntBe(frame, SOLICITATION_OPTIONS + 4, (int) mac);
        }
        return mended(frame);
    }

    private static byte[] mended(byte[] frame) {
        Bytes.putShortBe(frame, MESSAGE + IcmpLayout.CHECKSUM_OFFSET, 0);
        Bytes.putShortBe(
                frame,
                MESSAGE + IcmpLayout.CHECKSUM_OFFSET,
                Checksums.ipv6Transport(frame, IP, IpProtocol.ICMPV6, MESSAGE, frame.length - MESSAGE));
        return frame;
    }

    private List<byte[]> sends(VirtualFunction from, byte[] frame) {
        assertThat(RawFrames.send(from, ALL_ROUTERS_MAC, frame)).isTrue();
        LiveTime.pass(live, clock, 1_000_000);
        return RawFrames.receive(from);
    }

    private void assertAdvertised(byte[] answer, String to, long toMac, int hopLimit, int flags, int lifetimeSeconds) {
        assertThat(Bytes.getLongBe(answer, 0) >>> 16).isEqualTo(toMac);
        assertThat(Bytes.getLongBe(answer, EthernetLayout.SOURCE_OFFSET) >>> 16).isEqualTo(LiveRegion.ROUTER_MAC);
        assertThat(address(answer, IP + Ipv6Layout.SOURCE_OFFSET))
                .isEqualTo(live.ec2().mapping().routerLinkLocal());
        assertThat(address(answer, IP + Ipv6Layout.DESTINATION_OFFSET)).hasToString(to);
        assertThat(Bytes.getUnsignedByte(answer, IP + Ipv6Layout.HOP_LIMIT_OFFSET))
                .isEqualTo(255);
        assertThat(Bytes.getUnsignedShortBe(answer, MESSAGE)).isEqualTo(RouterLayout.TYPE_ADVERTISEMENT << 8);
        assertThat(Bytes.getUnsignedShortBe(answer, MESSAGE + IcmpLayout.CHECKSUM_OFFSET))
                .isEqualTo(Checksums.ipv6Transport(answer, IP, IpProtocol.ICMPV6, MESSAGE, answer.length - MESSAGE));
        assertThat(Bytes.getUnsignedByte(answer, MESSAGE + RouterLayout.HOP_LIMIT_OFFSET))
                .isEqualTo(hopLimit);
        assertThat(Bytes.getUnsignedByte(answer, MESSAGE + RouterLayout.FLAGS_OFFSET))
                .isEqualTo(flags);
        assertThat(Bytes.getUnsignedShortBe(answer, MESSAGE + RouterLayout.LIFETIME_OFFSET))
                .isEqualTo(lifetimeSeconds);
        assertThat(Bytes.getLongBe(answer, MESSAGE + RouterLayout.REACHABLE_TIME_OFFSET))
                .isZero();
        assertThat(Bytes.getUnsignedShortBe(answer, OPTIONS)).isEqualTo(NeighbourLayout.OPTION_SOURCE_MAC << 8 | 1);
        assertThat(Bytes.getLongBe(answer, OPTIONS) & 0xFFFF_FFFF_FFFFL).isEqualTo(LiveRegion.ROUTER_MAC);
        assertThat(answer).hasSize(OPTIONS + NeighbourLayout.MAC_OPTION_BYTES);
    }

    @Test
    void shouldTellWhoAsksOfTheRouterAndNobodyElse() {
        start(Ec2Settings.builtIn());
        assertThat(sends(asker, solicitation(LINK_LOCAL, asker.mac())))
                .singleElement()
                .satisfies(answer -> assertAdvertised(answer, LINK_LOCAL, asker.mac(), 64, 0xC0, 1800));
        assertThat(sends(asker, solicitation(UNSPECIFIED, asker.mac())))
                .as("from one without an address")
                .singleElement()
                .satisfies(
                        answer -> assertAdvertised(answer, "ff02::1", NeighbourLayout.ALL_NODES_MAC, 64, 0xC0, 1800));
        assertThat(RawFrames.receive(neighbour)).isEmpty();
        assertThat(asker.counters().droppedPackets(DropReason.TAKEN_BY_HOST)).isEqualTo(2);
    }

    @Test
    void shouldSayWhatSettingsSay() {
        start(Ec2Settings.builtIn()
                .with(Setting.ROUTER_HOP_LIMIT, 255)
                .with(Setting.ROUTER_LIFETIME_SECONDS, 65_535)
                .with(Setting.ROUTER_MANAGED_ADDRESSES, 0));
        assertThat(sends(asker, solicitation(LINK_LOCAL, asker.mac())))
                .singleElement()
                .satisfies(answer -> assertAdvertised(answer, LINK_LOCAL, asker.mac(), 255, 0x40, 65_535));
    }

    @Test
    void shouldAdvertiseNoRouterWhereThereIsNoIpv6() {
        start(Ec2Settings.builtIn());
        subnet = region.subnet(vpc.id(), "10.0.2.0/24");
        VirtualFunction old = live.port(instance(InterfaceSpec.in(subnet)).id());
        assertThat(sends(old, solicitation(LINK_LOCAL, old.mac()))).isEmpty();
        assertThat(old.counters().droppedPackets(DropReason.GROUP_ADDRESS)).isEqualTo(1);
        VirtualFunction internet = live.internet();
        assertThat(sends(internet, solicitation(LINK_LOCAL, internet.mac()))).isEmpty();
    }

    /** What a router would have forwarded, is cut, or contradicts itself. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void shouldAnswerNothingInvalid(int fault) {
        start(Ec2Settings.builtIn());
        byte[] frame = solicitation(LINK_LOCAL, asker.mac());
        switch (fault) {
            case 0 -> frame[IP + Ipv6Layout.HOP_LIMIT_OFFSET] = 64;
            case 1 -> frame[MESSAGE + IcmpLayout.CODE_OFFSET] = 1;
            case 2 -> frame[SOLICITATION_OPTIONS + 1] = 0; // an option without end
            case 3 -> frame[SOLICITATION_OPTIONS + 1] = 2; // and one that ends beyond the frame
            case 4 -> put(frame, IP + Ipv6Layout.SOURCE_OFFSET, IpAddress.parse(UNSPECIFIED)); // who yet says its MAC
            case 5 -> {
                frame = Arrays.copyOf(frame, SOLICITATION_OPTIONS - 4);
                Bytes.putShortBe(frame, IP + Ipv6Layout.PAYLOAD_LENGTH_OFFSET, frame.length - MESSAGE);
            }
            default -> {
                // the checksum, below
            }
        }
        mended(frame);
        frame[MESSAGE + IcmpLayout.CHECKSUM_OFFSET] ^= (byte) (fault == 6 ? 1 : 0);
        assertThat(sends(asker, frame)).isEmpty();
        assertThat(asker.counters().droppedPackets(DropReason.GROUP_ADDRESS)).isEqualTo(1);
    }

    /** Whatever bits of it are wrong, nobody else gets it, and it has one end. */
    @Test
    void shouldCarryNoSolicitationToOthers() {
        start(Ec2Settings.builtIn());
        Random random = new Random(12);
        int sent = 2_000;
        for (int i = 0; i < sent; i++) {
            byte[] frame = solicitation(random.nextBoolean() ? UNSPECIFIED : LINK_LOCAL, asker.mac());
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                frame[IP + random.nextInt(frame.length - IP)] ^= (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(4) == 0) {
                frame = Arrays.copyOf(frame, IP + random.nextInt(frame.length - IP));
            }
            sends(asker, frame);
            assertThat(RawFrames.receive(neighbour)).isEmpty();
        }
        long dropped = 0;
        for (DropReason reason : DropReason.values()) {
            dropped += asker.counters().droppedPackets(reason);
        }
        assertThat(dropped).isEqualTo(sent);
    }
}
