package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest that sends what costs a worker most: what it takes from the others on the worker is bounded. */
class HostileGuestTest {

    private static final int FRAME_BYTES = 100;
    private static final int PACKETS = 100;
    private static final Path INSTANT = new Path(0, 0, 0, 0, 9001);

    /** To MACs of nobody, of the router, of another port and of a group, in turn: the router answers once, for the flow. */
    @Test
    void shouldAskTheRouterOnceForAFlowWhateverMacsItsPacketsGoTo() {
        final TestNetwork network = network(INSTANT, 3);
        final long[] macs = {
            TestNetwork.mac(7), TestNetwork.mac(2), DataPlane.ROUTER_MAC, 0x0100_5E00_0001L, TestNetwork.mac(1)
        };
        for (int i = 0; i < PACKETS; i++) {
            send(network, macs[i % macs.length], i);
            network.dataPlane.turn();
        }

        assertThat(network.questions()).as("questions to the router").isOne();
        final VirtualFunction sender = network.ports.get(0);
        assertThat(sender.counters().droppedPackets(DropReason.UNKNOWN_MAC)).isEqualTo(2 * PACKETS / macs.length);
        assertThat(sender.counters().droppedPackets(DropReason.GROUP_ADDRESS)).isEqualTo(PACKETS / macs.length);
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(2 * PACKETS / macs.length);
    }

    /** The flow's address comes to be that of a port with the MAC that was nobody's until then. */
    @Test
    void shouldDeliverToAMacThatWasUnknownOnceAPortWithItHasTheAddress() {
        final TestNetwork network = network(INSTANT, 2);
        for (int i = 0; i < PACKETS; i++) {
            send(network, TestNetwork.mac(2), i);
            network.dataPlane.turn();
        }
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.UNKNOWN_MAC))
                .isEqualTo(PACKETS);
        network.port(network.card(0, 0), TestNetwork.unlimited()); // the address is still port 1's
        send(network, TestNetwork.mac(2), PACKETS);
        network.dataPlane.turn();
        assertThat(network.ports.get(2).receivedPackets()).isZero();

        network.moveAddress(1, 2);
        send(network, TestNetwork.mac(2), PACKETS + 1);
        send(network, TestNetwork.mac(1), PACKETS + 2);
        network.dataPlane.turn();

        assertThat(network.ports.get(2).receivedPackets()).isOne();
        assertThat(network.ports.get(1).receivedPackets()).isZero();
        assertThat(network.questions()).isEqualTo(2);
    }

    @Test
    void shouldTellWhoAsksWhatFlowsSendThatAPacketToAnUnknownMacDidNotTakeTheRoute() {
        final TestNetwork network = network(INSTANT, 2);
        final List<String> told = new ArrayList<>();
        network.dataPlane.observeFlows((route, keys, packets, bytes) -> {
            told.add(route.refusal() + " " + packets + " " + bytes);
            return false;
        });
        final long[] macs = {1, 1, 7, 7, 1};
        for (int i = 0; i < macs.length; i++) {
            send(network, TestNetwork.mac((int) macs[i]), i);
        }
        network.dataPlane.turn();
        network.dataPlane.reportFlows();

        assertThat(told).containsExactly("null 2 200", "UNKNOWN_MAC 1 100", "UNKNOWN_MAC 1 100", "null 1 100");
    }

    /**
     * All of the worker's frames wait at the caps of a guest's flows; the few that come back in a turn must not all be
     * taken by that guest again, because it comes first.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldShareTheFramesThatComeBackBetweenSenders(final int first) {
        final TestNetwork network =
                new TestNetwork(1, 64, new Path(1_000_000, 1_000_000_000L, 0, 0, 9001), 1514); // 800 us a frame
        for (int port = 0; port < 3; port++) {
            network.port(network.card(0, 0), TestNetwork.unlimited());
        }
        final int modest = 1 - first;
        for (int i = 0; i < PACKETS; i++) {
            network.send(first, 2, i % 4, FRAME_BYTES, i);
        }
        network.dataPlane.turn();
        assertThat(network.dataPlane.pipeline(0).freeFrames()).isZero();
        for (int i = 0; i < 8; i++) {
            network.send(modest, 2, i, FRAME_BYTES, i); // flows of their own, which need not wait
        }
        for (int ms = 1; ms <= 10; ms++) {
            for (int i = 0; i < 8; i++) {
                network.send(first, 2, i % 4, FRAME_BYTES, i);
            }
            network.runTo(ms * 1_000_000L);
            network.receive(2, (memory, offset, lengthBytes, descriptor) -> {}, PACKETS);
        }

        assertThat(network.ports.get(modest).counters().deliveredPackets()).isEqualTo(8);
    }

    private static TestNetwork network(final Path path, final int ports) {
        final TestNetwork network = new TestNetwork(1, 256, path, 1514);
        for (int port = 0; port < ports; port++) {
            network.port(network.card(0, 0), TestNetwork.unlimited());
        }
        return network;
    }

    /** One packet of the flow from port 0 to the address of port 1. */
    private static void send(final TestNetwork network, final long destinationMac, final long tag) {
        final byte[] frame = new byte[FRAME_BYTES];
        new FrameBuilder()
                .macs(TestNetwork.mac(0), destinationMac)
                .ipv4(TestNetwork.address(0), TestNetwork.address(1))
                .udp(1000, 5000)
                .write(frame, 0, FRAME_BYTES);
        assertThat(network.send(0, frame, tag)).isTrue();
    }
}
