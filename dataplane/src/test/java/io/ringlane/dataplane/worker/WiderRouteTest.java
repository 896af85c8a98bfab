package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.pipeline.Crossing;
import io.ringlane.dataplane.pipeline.PacketObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets too long for a flow's route take the one beside it. */
class WiderRouteTest {

    private static final long NARROW_BITS = 8_000_000_000L; // 1 ns a byte
    private static final long WIDE_BITS = 1_000_000_000L;
    private static final int SHORT = 800;
    private static final int LONG = 1400;

    private final List<Long> tags = new ArrayList<>();
    private final List<Long> arrivalsNs = new ArrayList<>();

    private TestNetwork network(final long delayNs) {
        final TestNetwork network = new TestNetwork(1, 1024, new Path(NARROW_BITS, 1_000_000, delayNs, 0, 1000), 1518);
        network.port(network.card(0, 0), new Allowances(Allowances.UNLIMITED));
        network.port(network.card(0, 0), new Allowances(Allowances.UNLIMITED));
        network.widen(new Path(WIDE_BITS, 1_000_000, 2 * delayNs, 0, 1450));
        watch(network);
        return network;
    }

    private void watch(final TestNetwork network) {
        network.watch((timeNs, port, tag, lengthBytes, outcome) -> {
            if (outcome == PacketObserver.DELIVERED) {
                tags.add(tag);
                arrivalsNs.add(timeNs);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20_000})
    void shouldTakeTheirCapAndDelayAndStayInOrder(final long delayNs) {
        final TestNetwork network = network(delayNs);
        assertThat(network.send(0, 1, 0, SHORT, 0)).isTrue();
        assertThat(network.send(0, 1, 0, LONG, 1)).isTrue();
        assertThat(network.send(0, 1, 0, SHORT, 2)).isTrue();
        assertThat(network.send(0, 1, 0, SHORT, 3)).isTrue();
        network.runTo(1_000_000);

        assertThat(tags).containsExactly(0L, 1L, 2L, 3L);
        final long longDepartsNs = SHORT; // at 1 ns a byte
        final long nextDepartsNs = longDepartsNs + 8 * LONG;
        final long longArrivesNs = longDepartsNs + 2 * delayNs;
        assertThat(arrivalsNs.get(0)).isEqualTo(delayNs);
        assertThat(arrivalsNs.get(1)).isEqualTo(longArrivesNs);
        assertThat(arrivalsNs.get(2)).isEqualTo(Math.max(longArrivesNs, nextDepartsNs + delayNs));
        assertThat(arrivalsNs.get(3)).isEqualTo(Math.max(longArrivesNs, nextDepartsNs + SHORT + delayNs));
        assertThat(network.questions()).as("one flow, asked for once").isEqualTo(1);
    }

    @Test
    void shouldNotBeOvertakenInABurstByWhatNeedNotWait() {
        final TestNetwork network = network(0);
        network.changePath(new Path(0, 0, 0, 0, 1000));
        network.widen(new Path(0, 0, 20_000, 0, 1450));
        assertThat(network.send(0, 1, 0, LONG, 0)).isTrue();
        assertThat(network.send(0, 1, 0, SHORT, 1)).isTrue();
        network.runTo(100_000);
        assertThat(tags).containsExactly(0L, 1L);
    }

    /** The gateway is kept busy by another flow, so that what crosses it waits there though nothing of its own flow is under way. */
    @ParameterizedTest
    @CsvSource({"true, false, true", "true, false, false", "false, true, true", "false, true, false"})
    void shouldNotBeOvertakenWhereTheyAloneCrossAGateway(
            final boolean atSender, final boolean atReceiver, final boolean inOneBurst) {
        final TestNetwork network = behindGateways();
        network.widenThrough(new Path(0, 0, 0, 0, 1450), new Crossing(atSender, atReceiver, null));
        assertInOrder(network, LONG, SHORT, inOneBurst);
    }

    @ParameterizedTest
    @CsvSource({"true, false, true", "true, false, false", "false, true, true", "false, true, false"})
    void shouldNotOvertakeWhatAloneCrossesAGateway(
            final boolean atSender, final boolean atReceiver, final boolean inOneBurst) {
        final TestNetwork network = behindGateways();
        network.leadThrough(new Crossing(atSender, atReceiver, null));
        network.widenThrough(new Path(0, 0, 0, 0, 1450), null);
        assertInOrder(network, SHORT, LONG, inOneBurst);
    }

    private TestNetwork behindGateways() {
        final TestNetwork network = new TestNetwork(1, 1024, new Path(0, 0, 0, 0, 1000), 1518);
        for (int port = 0; port < 2; port++) {
            network.port(
                    network.card(0, 0),
                    new Allowances(new Allowances.Settings(0, 0, 0, 0, 0, 0, 0, 1_000_000, 100_000_000)));
        }
        watch(network);
        return network;
    }

    private void assertInOrder(
            final TestNetwork network, final int crossing, final int passing, final boolean inOneBurst) {
        network.runTo(1_000); // so that a flow which has sent nothing yet is older than the present
        assertThat(network.send(0, 1, 1, crossing, 0)).isTrue();
        assertThat(network.send(0, 1, 0, crossing, 1)).isTrue();
        if (!inOneBurst) {
            network.dataPlane.turn();
        }
        assertThat(network.send(0, 1, 0, passing, 2)).isTrue();
        network.runTo(10_000_000);
        assertThat(tags).containsExactly(0L, 1L, 2L);
        assertThat(arrivalsNs.get(1)).as("it waits at the gateway").isGreaterThan(1_000);
    }

    @Test
    void shouldRefuseWhatIsTooLongForBothWithTheWiderMtu() {
        final TestNetwork network = network(0);
        assertThat(network.send(0, 1, 0, 1500, 0)).isTrue();
        network.runTo(1_000);
        assertThat(tags).isEmpty();
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.MTU_EXCEEDED))
                .isEqualTo(1);
    }

    @Test
    void shouldGoWithTheRouteThatTheyStandBeside() {
        final TestNetwork network = network(0);
        assertThat(network.send(0, 1, 0, LONG, 0)).isTrue();
        network.runTo(100_000);
        network.changePath(new Path(0, 0, 0, 0, 1000));
        network.widen(null);
        assertThat(network.send(0, 1, 0, LONG, 1)).isTrue();
        assertThat(network.send(0, 1, 0, SHORT, 2)).isTrue();
        network.runTo(200_000);
        assertThat(tags).containsExactly(0L, 2L);
    }
}
