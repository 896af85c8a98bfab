package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv6Layout;
import io.ringlane.core.packet.NeighbourLayout;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Neighbours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which neighbour solicitations travel, and which cards keep. */
class NeighbourAnswersTest {

    private static final int IP = EthernetLayout.HEADER_BYTES;
    private static final int MESSAGE = IP + Ipv6Layout.HEADER_BYTES;
    private static final long PREFIX = 0x20010DB8L << 32;

    /** Answers ARP, and knows nothing of IPv6. */
    private static final Neighbours ARP_ONLY = (asker, wanted) -> Neighbours.NOBODY;

    /** Answers both, for nobody. */
    private static final class Both implements Neighbours {

        @Override
        public long macOf(final VirtualFunction asker, final int wanted) {
            return NOBODY;
        }

        @Override
        public boolean answersIpv6() {
            return true;
        }
    }

    private static TestNetwork network(final Neighbours neighbours) {
        final TestNetwork network =
                new TestNetwork(1, 64, new TestNetwork.Path(0, 0, 0, 0, 1500), 1514, () -> {}, neighbours);
        final PhysicalFunction card = network.card(0, 0);
        network.port(card, TestNetwork.unlimited());
        network.port(card, TestNetwork.unlimited()).open();
        return network;
    }

    /** Of port 0 for port 1. */
    private static byte[] solicitation(final long mac) {
        final byte[] frame = new byte[MESSAGE + NeighbourLayout.OPTIONS_OFFSET];
        Bytes.putLongBe(frame, 0, mac << 16 | TestNetwork.mac(0) >>> 32);
        Bytes.putIntBe(frame, 8, (int) TestNetwork.mac(0));
        Bytes.putShortBe(frame, EthernetLayout.TYPE_OFFSET, EthernetLayout.TYPE_IPV6);
        Bytes.putIntBe(frame, IP, Ipv6Layout.VERSION_CLASS_LABEL_ZERO);
        Bytes.putShortBe(frame, IP + Ipv6Layout.PAYLOAD_LENGTH_OFFSET, NeighbourLayout.OPTIONS_OFFSET);
        Bytes.putByte(frame, IP + Ipv6Layout.NEXT_HEADER_OFFSET, IpProtocol.ICMPV6);
        Bytes.putByte(frame, IP + Ipv6Layout.HOP_LIMIT_OFFSET, NeighbourLayout.HOP_LIMIT);
        Bytes.putLongBe(frame, IP + Ipv6Layout.SOURCE_OFFSET, PREFIX);
        Bytes.putLongBe(frame, IP + Ipv6Layout.DESTINATION_OFFSET, PREFIX);
        Bytes.putLongBe(frame, IP + Ipv6Layout.DESTINATION_OFFSET + Long.BYTES, 1);
        Bytes.putByte(frame, MESSAGE, NeighbourLayout.TYPE_SOLICITATION);
        Bytes.putLongBe(frame, MESSAGE + NeighbourLayout.TARGET_OFFSET, PREFIX);
        Bytes.putLongBe(frame, MESSAGE + NeighbourLayout.TARGET_OFFSET + Long.BYTES, 1);
        return frame;
    }

    /** Who asks a neighbour directly whether it is still there asks the neighbour, where no card answers. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLetOneToASingleMacTravelWhereNoCardAnswers(final boolean answersArp) {
        final TestNetwork network = network(answersArp ? ARP_ONLY : Neighbours.NONE);
        assertThat(network.send(0, solicitation(TestNetwork.mac(1)), 7)).isTrue();
        assertThat(network.send(0, solicitation(0x3333_FF00_0001L), 8)).isTrue();
        network.runTo(1_000_000);

        assertThat(network.receive(1, (memory, offset, length, descriptor) -> {}, 8))
                .isOne();
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.GROUP_ADDRESS))
                .isOne();
    }

    @Test
    void shouldLetNoneTravelWhereCardsAnswer() {
        final TestNetwork network = network(new Both());
        assertThat(network.send(0, solicitation(TestNetwork.mac(1)), 7)).isTrue();
        network.runTo(1_000_000);

        assertThat(network.receive(1, (memory, offset, length, descriptor) -> {}, 8))
                .isZero();
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.GROUP_ADDRESS))
                .isOne();
    }
}
