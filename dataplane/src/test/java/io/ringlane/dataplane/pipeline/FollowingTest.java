package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.Allowances;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A flow that was led past a gateway waits there behind its own packets: until none is under way, however long that takes. */
class FollowingTest {

    private static final long DELAY_NS = 1_000_000_000L;
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final int LENGTH_BYTES = 1000;
    private static final long QUEUED_NS = 80_000; // ten frames at the gateway's 1 Gbit/s

    private final TestNetwork network = new TestNetwork(1, 1024, new Path(0, 0, DELAY_NS, 0, 9001), 1518);
    private final List<Long> arrivalsNs = new ArrayList<>();
    private long sent;

    @BeforeEach
    void followOthersPastAGateway() {
        network.port(
                network.card(0, 0),
                new Allowances(new Allowances.Settings(0, 0, 0, 0, 0, 0, 0, 100_000, 1_000_000_000L)));
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.watch((timeNs, port, tag, lengthBytes, outcome) -> arrivalsNs.add(timeNs));
        network.leadThroughGateway();
        send();
        network.leadPastGateway();
        send();
    }

    @Test
    void shouldFollowForAsLongAsOneIsUnderWay() {
        while (network.clock.nanoTime() < MINUTE_NS) {
            network.runTo(network.clock.nanoTime() + DELAY_NS / 2);
            receive();
            send();
        }

        assertThat(waitsAtTheGateway()).isTrue();
    }

    @Test
    void shouldFollowNoMoreOnceAlone() {
        network.runTo(2 * DELAY_NS);
        receive();
        send();

        assertThat(waitsAtTheGateway()).isFalse();
    }

    /** Sends one more while others queue at the gateway, and sees when it arrives. */
    private boolean waitsAtTheGateway() {
        final long nowNs = network.clock.nanoTime();
        final int before = (int) sent;
        for (long queuedNs = 0; queuedNs < QUEUED_NS; queuedNs += 8_000) {
            network.ports.get(0).gatewayOut().admit(nowNs, LENGTH_BYTES);
        }
        send();
        network.runTo(nowNs + 2 * DELAY_NS);
        assertThat(arrivalsNs).hasSize(before + 1);
        final long tookNs = arrivalsNs.get(before) - nowNs;
        assertThat(tookNs).isIn(DELAY_NS, DELAY_NS + QUEUED_NS);
        return tookNs != DELAY_NS;
    }

    private void send() {
        assertThat(network.send(0, 1, 0, LENGTH_BYTES, sent++)).isTrue();
        network.dataPlane.turn();
    }

    private void receive() {
        network.receive(1, (memory, offset, length, descriptor) -> {}, Integer.MAX_VALUE);
    }
}
