package io.ringlane.cloud.live;

import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.placement.topology.Region;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A live region on a virtual clock, of two zones unless a test says otherwise, for one test. */
abstract class LiveRegionFixture {

    final VirtualClock clock = new VirtualClock();
    LiveRegion live;
    TestRegion region;

    /** For tests that {@link #open} it themselves. */
    LiveRegionFixture() {}

    /** Opens it at once, for frames of 1500 bytes. */
    LiveRegionFixture(LiveSettings settings) {
        open(1500, settings);
    }

    final void open(int mtuBytes, LiveSettings settings) {
        open(new Region("us-east-1", 2, 1, 8, 2, mtuBytes), settings);
    }

    final void open(Region topology, LiveSettings settings) {
        live = new LiveRegion(topology, clock, settings);
        region = new TestRegion(live.ec2(), clock);
    }

    /** One worker, and a queue of some frames a port. */
    static LiveSettings small() {
        return LiveSettings.defaults().withQueues(1, 64, 128).withWorkers(1, 512, 4096);
    }

    @AfterEach
    void close() {
        live.close();
    }

    final void pass(long amount, TimeUnit unit) {
        LiveTime.pass(live, clock, unit.toNanos(amount));
    }
}
