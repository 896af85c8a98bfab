package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.pipeline.PacketObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an instance sends and gets through a gateway, all its flows together. */
class GatewayCapTest {

    private static final long GIGABIT = 1_000_000_000L;
    private static final int LENGTH = 1000;
    private static final long SPACING_NS = 8_000; // of frames of 1000 bytes at 1 Gbit/s
    private static final long HORIZON_NS = 100_000;
    private static final int FITTING = 13; // frames that wait 0, 8, ... 96 us
    private static final Allowances.Settings GATEWAY =
            new Allowances.Settings(0, 0, 0, 0, 0, 0, 0, HORIZON_NS, GIGABIT);

    private final List<Long> arrivalsNs = new ArrayList<>();

    private TestNetwork network(
            final int workers, final long delayNs, final Allowances sender, final Allowances receiver) {
        final TestNetwork network = new TestNetwork(workers, 1024, new Path(0, 0, delayNs, 0, 9001), 1518);
        network.port(network.card(0, 0), sender);
        network.port(network.card(workers - 1, 0), receiver);
        network.port(network.card(0, 0), receiver);
        network.watch((timeNs, port, tag, lengthBytes, outcome) -> {
            if (outcome == PacketObserver.DELIVERED) {
                arrivalsNs.add(timeNs);
            }
        });
        return network;
    }

    private static void sendToBoth(final TestNetwork network, final int frames) {
        for (int i = 0; i < frames; i++) {
            assertThat(network.send(0, 1 + i % 2, i % 4, LENGTH, i)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 20000", "2, 20000"})
    void shouldPaceAllThatAnInstanceSendsThroughAGateway(final int workers, final long delayNs) {
        final TestNetwork network =
                network(workers, delayNs, new Allowances(GATEWAY), new Allowances(Allowances.UNLIMITED));
        network.leadThroughGateway();
        sendToBoth(network, 100);
        network.runTo(1_000_000);

        assertThat(arrivalsNs).hasSize(FITTING);
        for (int i = 0; i < FITTING; i++) {
            assertThat(arrivalsNs.get(i)).isEqualTo(delayNs + i * SPACING_NS);
        }
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED))
                .isEqualTo(100 - FITTING);
        assertThat(network.ports.get(0).counters().cappedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED))
                .isGreaterThanOrEqualTo(100 - FITTING);
        assertThat(network.ports.get(1).counters().cappedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 20000", "2, 20000"})
    void shouldPaceAllThatAnInstanceGetsThroughAGateway(final int workers, final long delayNs) {
        final TestNetwork network =
                network(workers, delayNs, new Allowances(Allowances.UNLIMITED), new Allowances(GATEWAY));
        network.leadThroughGateway();
        for (int i = 0; i < 100; i++) {
            assertThat(network.send(0, 1, i % 4, LENGTH, i)).isTrue();
        }
        network.runTo(1_000_000);

        assertThat(arrivalsNs).hasSize(FITTING);
        assertThat(arrivalsNs.get(FITTING - 1)).isEqualTo(delayNs + (FITTING - 1) * SPACING_NS);
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED))
                .as("counted where the packet came from")
                .isEqualTo(100 - FITTING);
        assertThat(network.ports.get(1).counters().cappedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED))
                .as("counted where the cap is")
                .isGreaterThanOrEqualTo(100 - FITTING);
    }

    @Test
    void shouldNotHoldUpWhatGoesElsewhere() {
        final TestNetwork network = network(1, 0, new Allowances(GATEWAY), new Allowances(GATEWAY));
        sendToBoth(network, 100);
        network.runTo(1_000);
        assertThat(arrivalsNs).hasSize(100).allMatch(arrivalNs -> arrivalNs <= 1_000);
    }

    /** Queued at the outbound cap first and at the gateway then, each for itself; nothing overtakes. */
    @Test
    void shouldComeBehindTheOutboundCapsAndBeforeThePath() {
        final Allowances both =
                new Allowances(new Allowances.Settings(2 * GIGABIT, 0, 0, 0, 0, 0, 0, HORIZON_NS, GIGABIT));
        final TestNetwork network = network(1, 20_000, both, new Allowances(Allowances.UNLIMITED));
        network.leadThroughGateway();
        final List<Long> tags = new ArrayList<>();
        network.watch((timeNs, port, tag, lengthBytes, outcome) -> {
            if (outcome == PacketObserver.DELIVERED) {
                tags.add(tag);
                arrivalsNs.add(timeNs);
            }
        });
        sendToBoth(network, 20);
        network.runTo(1_000_000);
        // The i-th reaches the gateway after 4i us, and leaves it after 8i us: none waits there for more than 76 us.
        assertThat(tags).isSorted().hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(arrivalsNs.get(i)).isEqualTo(20_000 + i * SPACING_NS);
        }
    }

    @Test
    void shouldKeepTheOrderOfAFlowThatTakesAnotherWayMeanwhile() {
        final TestNetwork network = network(1, 20_000, new Allowances(GATEWAY), new Allowances(Allowances.UNLIMITED));
        final List<Long> tags = new ArrayList<>();
        network.watch((timeNs, port, tag, lengthBytes, outcome) -> tags.add(tag));
        network.leadThroughGateway();
        for (int i = 0; i < 10; i++) {
            assertThat(network.send(0, 1, 0, LENGTH, i)).isTrue();
        }
        network.runTo(1_000);
        network.leadPastGateway();
        assertThat(network.send(0, 1, 0, LENGTH, 10)).isTrue();
        network.runTo(1_000_000);
        assertThat(tags).isSorted().hasSize(11);
    }
}
