package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.Ipv4Router;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DataPlaneTest {

    private static final Path PATH = new Path(5_000_000_000L, 100_000, 20_000, 5_000, 9001);

    @Test
    void shouldGiveTheSameDigestForTheSameTraffic() {
        assertThat(traffic(1).digests.get(0).toHex())
                .isEqualTo(traffic(1).digests.get(0).toHex());
    }

    @Test
    void shouldGiveTheSameTotalsWithTwoWorkersAsWithOne() {
        assertThat(traffic(2).totals()).isEqualTo(traffic(1).totals());
    }

    /** Ports come while workers run and send at once; a bell may ring in the turn that has not heard of its port. */
    @Test
    @Timeout(60)
    void shouldTakePortsThatSendAtOnceWhileWorkersRun() {
        final TestNetwork network = new TestNetwork(2, 4096, new Path(0, 0, 0, 0, 9001), 1514);
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.dataPlane.start();
        for (int i = 1; i <= 60; i++) {
            network.port(network.card(i % 2, 0), TestNetwork.unlimited(), 8, 8);
            assertThat(network.send(i, 0, 0, 100, i)).isTrue();
            network.dataPlane.checkHealth();
        }
        network.dataPlane.close();
        assertThat(network.ports).hasSize(61);
    }

    @Test
    void shouldHoldAFrameFromAnotherWorkerUntilItIsDue() {
        final TestNetwork network = new TestNetwork(2, 64, new Path(0, 0, 20_000, 0, 9001), 1514);
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(1, 0), TestNetwork.unlimited());
        network.send(0, 1, 0, 100, 1);
        network.runTo(19_999);
        assertThat(network.ports.get(1).receivedPackets()).isZero();
        network.runTo(20_000);
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(1);
    }

    private static TestNetwork traffic(final int workers) {
        final TestNetwork network = new TestNetwork(workers, 4096, PATH, 1514);
        for (int i = 0; i < 4; i++) {
            network.port(network.card(i % workers, 0), TestNetwork.unlimited());
        }
        for (int step = 0; step < 2_000; step++) {
            network.send(step % 4, (step + 1 + step % 3) % 4, step % 5, 60 + step % 1400, step);
            network.runTo(network.clock.nanoTime() + 1_000);
            for (int port = 0; port < 4; port++) {
                network.receive(port, (memory, offset, length, descriptor) -> {}, 64);
            }
        }
        network.drain();
        assertThat(network.totals()[3]).isZero();
        return network;
    }

    @Test
    void shouldRefuseTheSixtyFourthFunctionOfAn82599() {
        final TestNetwork network = new TestNetwork(1, 64, PATH, 1514);
        final PhysicalFunction card =
                network.dataPlane.addCard("old", DeviceModel.INTEL_82599, 0, 10_000_000_000L, 500_000, 0);
        for (int i = 0; i < 63; i++) {
            network.port(card, TestNetwork.unlimited(), 1, 1);
        }
        assertThatThrownBy(() -> network.port(card, TestNetwork.unlimited(), 1, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no virtual function left on old: all 63 are taken; place the instance on another host");
    }

    @Test
    void shouldChargeAFrameInsideACardNothingOfTheCardsLine() {
        final TestNetwork network = new TestNetwork(1, 4096, new Path(0, 0, 0, 0, 9001), 1514);
        final PhysicalFunction card = network.card(0, 1_000_000); // a line that would take 12 ms a frame
        network.port(card, TestNetwork.unlimited());
        network.port(card, TestNetwork.unlimited());
        for (int i = 0; i < 10; i++) {
            network.send(0, 1, 0, 1500, i);
        }
        network.runTo(1_000); // on the card's line ten frames would take 120 ms
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(10);
    }

    @Test
    void shouldAnswerAPacketBeyondThePathsMtu() {
        final TestNetwork network = new TestNetwork(1, 64, new Path(0, 0, 0, 0, 1000), 1514);
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.port(network.card(0, 0), TestNetwork.unlimited());
        network.send(0, 1, 0, 1015, 1);
        network.runTo(1);

        final int received = network.receive(
                0,
                (memory, offset, length, descriptor) -> {
                    final int ip = offset + 14;
                    assertThat(length).isEqualTo(14 + 576);
                    assertThat(Checksums.isIpv4HeaderValid(memory, ip, 20)).isTrue();
                    assertThat(Checksums.checksum(memory, ip + 20, 556)).isZero();
                    assertThat(memory[ip + 9]).isEqualTo((byte) 1);
                    assertThat(memory[ip + 20]).isEqualTo((byte) 3);
                    assertThat(memory[ip + 21]).isEqualTo((byte) 4);
                    assertThat(Bytes.getUnsignedShortBe(memory, ip + 26)).isEqualTo(1000);
                    assertThat(Bytes.getIntBe(memory, ip + 16)).isEqualTo(TestNetwork.address(0));
                },
                10);

        assertThat(received).isEqualTo(1);
        assertThat(network.ports.get(0).counters().droppedPackets(DropReason.MTU_EXCEEDED))
                .isEqualTo(1);
        assertThat(network.ports.get(1).receivedPackets()).isZero();
    }

    @Test
    @Timeout(20)
    void shouldStopWithTheCauseWhenAWorkerFails() {
        final DataPlane plane = DataPlane.builder()
                .clock(NanoClock.real())
                .framesAWorker(64)
                .maxFrameBytes(1514)
                .router((Ipv4Router) (ingress, source, destination, word1) -> {
                    throw new IllegalStateException("the router is on fire");
                })
                .build();
        final PhysicalFunction card = plane.addCard("card", DeviceModel.ENA, 0, 0, 0, 0);
        final VirtualFunction port = plane.addFunction(
                card,
                "port",
                VirtualFunctionConfig.defaults(
                        DeviceModel.ENA, TestNetwork.mac(0), new Allowances(Allowances.UNLIMITED)));
        port.addIpv4(TestNetwork.address(0));
        plane.start();
        final QueuePair queue = port.queuePair(0);
        final int frame = queue.take();
        new FrameBuilder()
                .macs(TestNetwork.mac(0), TestNetwork.mac(1))
                .ipv4(TestNetwork.address(0), TestNetwork.address(1))
                .udp(1, 2)
                .write(queue.region().memory(frame), queue.region().data(frame), 100);
        queue.transmit(frame, 100);
        queue.flush();
        assertThatThrownBy(() -> {
                    while (true) {
                        plane.checkHealth();
                        Thread.onSpinWait();
                    }
                })
                .hasMessageContaining("the router is on fire");
        assertThatThrownBy(plane::close).hasMessageContaining("the router is on fire");
        plane.close();
    }
}
