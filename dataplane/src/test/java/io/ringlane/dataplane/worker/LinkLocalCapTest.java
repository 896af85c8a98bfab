package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.nic.DeviceCounters;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.Ipv4Router;
import io.ringlane.dataplane.pipeline.Route;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Packets to services of the host: so many a second a port, and no more. */
class LinkLocalCapTest {

    private static final int METADATA = 0xA9FEA9FE; // 169.254.169.254
    private static final int PACKETS_PER_SECOND = 1024;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final VirtualClock clock = new VirtualClock();
    private final Route[] routes = new Route[1];
    private DataPlane plane;

    private VirtualFunction port(final int index, final long packetsPerSecond) {
        if (plane == null) {
            plane = DataPlane.builder()
                    .clock(clock)
                    .framesAWorker(64)
                    .maxFrameBytes(1514)
                    .router((Ipv4Router) (ingress, source, destination, word1) -> routes[0])
                    .build();
            routes[0] = plane.routes().refused(DropReason.TAKEN_BY_HOST);
        }
        return plane.addFunction(
                plane.addCard("card" + index, DeviceModel.ENA, 0, 0, 500_000, 0),
                "port" + index,
                VirtualFunctionConfig.defaults(DeviceModel.ENA, TestNetwork.mac(index), TestNetwork.unlimited())
                        .withChecks(true, false)
                        .withLinkLocal(packetsPerSecond));
    }

    private void ask(final VirtualFunction port, final int sourcePort) {
        final QueuePair queue = port.queuePair(0);
        final int frame = queue.take();
        final int length = new FrameBuilder()
                .macs(port.mac(), DataPlane.ROUTER_MAC)
                .ipv4(TestNetwork.address(1), METADATA)
                .udp(sourcePort, 80)
                .write(queue.region().memory(frame), queue.region().data(frame), 100);
        queue.transmit(frame, length);
        queue.flush();
        plane.turn();
    }

    @Test
    void shouldTakeWhatASlowModelTakes() {
        final long seed = 20_261_124;
        final Random random = new Random(seed);
        final VirtualFunction port = port(0, PACKETS_PER_SECOND);
        final BigInteger rate = BigInteger.valueOf(PACKETS_PER_SECOND);
        final BigInteger second = BigInteger.valueOf(NANOS_PER_SECOND);
        BigInteger freeAt = BigInteger.ZERO; // when the bucket is full again, in ns times the rate
        long taken = 0;
        for (int i = 0; i < 60_000; i++) {
            ask(port, 1000 + random.nextInt(40));
            final BigInteger now = BigInteger.valueOf(clock.nanoTime()).multiply(rate);
            final BigInteger with = freeAt.max(now).add(second);
            if (with.subtract(now).compareTo(second.multiply(rate)) <= 0) { // no more than a second's worth
                taken++;
                freeAt = with;
            }
            assertThat(port.counters().droppedPackets(DropReason.TAKEN_BY_HOST))
                    .as("taken of %d, seed %d", i + 1, seed)
                    .isEqualTo(taken);
            clock.advanceTo(clock.nanoTime() + random.nextInt(random.nextInt(10) == 0 ? 8_000_000 : 500_000));
        }
        final long beyond = port.counters().droppedPackets(DropReason.LINKLOCAL_ALLOWANCE_EXCEEDED);
        assertThat(beyond).isEqualTo(60_000 - taken).isPositive();
        assertThat(DeviceCounters.read(port)).containsEntry("linklocal_allowance_exceeded", beyond);
    }

    @Test
    void shouldCountEachPortByItself() {
        final VirtualFunction full = port(0, 2);
        final VirtualFunction other = port(1, 2);
        final VirtualFunction any = port(2, 0);
        for (int i = 0; i < 3; i++) {
            ask(full, 1);
            ask(any, 1);
        }
        ask(other, 1);

        assertThat(full.counters().droppedPackets(DropReason.LINKLOCAL_ALLOWANCE_EXCEEDED))
                .isOne();
        assertThat(other.counters().droppedPackets(DropReason.TAKEN_BY_HOST)).isOne();
        assertThat(any.counters().droppedPackets(DropReason.TAKEN_BY_HOST)).isEqualTo(3);
    }
}
