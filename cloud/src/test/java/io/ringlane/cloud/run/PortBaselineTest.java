package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.live.LiveSettings;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortBaselineTest {

    private static final int FRAME_BYTES = 60;

    private final VirtualClock clock = new VirtualClock();

    private static void send(LiveRegion live, VirtualFunction port, int frames) {
        QueuePair queue = port.queuePair(0);
        for (int i = 0; i < frames; i++) {
            assertThat(queue.transmit(queue.take(), FRAME_BYTES)).isTrue();
        }
        queue.flush();
        live.turn();
    }

    @Test
    void shouldLeaveOutWhatWasBeforeAndCountAnewAfterAReboot() {
        try (LiveRegion live = new LiveRegion(
                new Region("us-east-1", 1, 1, 1, 1, 1500),
                clock,
                LiveSettings.defaults().withQueues(1, 32, 64).withWorkers(1, 256, 4096))) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            Instance instance = region.instance(region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24"), "10.0.1.10");
            VirtualFunction port = live.port(instance.id(), 0);
            PortBaseline baseline = new PortBaseline(() -> List.of(port), 0);
            send(live, port, 3);
            baseline.send(0);
            assertThat(baseline.since(port).get("tx_packets")).isZero();
            send(live, port, 2);
            assertThat(baseline.since(port).get("tx_packets")).isEqualTo(2);
            live.ec2().instances().reboot(instance.id());
            assertThat(baseline.since(port).values()).containsOnly(0L);
            assertThat(baseline.ownSince(port).values()).containsOnly(0L);
            send(live, port, 1);
            assertThat(baseline.since(port).get("tx_packets")).isEqualTo(1);
        }
    }
}
