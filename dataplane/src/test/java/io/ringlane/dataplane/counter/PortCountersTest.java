package io.ringlane.dataplane.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PortCountersTest {

    @Test
    @Timeout(60)
    void shouldNeverSayThatFewerThanNoPacketsAreInFlight() throws InterruptedException {
        final PortCounters counters = new PortCounters();
        assertThat(counters.droppedPackets(DropReason.RX_OVERRUNS)).isZero();
        counters.open();
        final CountDownLatch reads = new CountDownLatch(1);
        final Thread worker = new Thread(() -> {
            reads.countDown();
            for (int i = 0; i < 5_000_000; i++) {
                counters.onSent(1);
                counters.onDelivered();
                counters.onSent(1);
                counters.onDropped(DropReason.NO_ROUTE.ordinal());
            }
        });
        worker.start();
        reads.await();
        long least = 0;
        while (worker.isAlive()) {
            least = Math.min(least, counters.inFlightPackets());
        }
        worker.join();

        assertThat(least).isZero();
        assertThat(counters.inFlightPackets()).isZero();
        assertThat(counters.sentPackets()).isEqualTo(10_000_000);
    }

    /** A reset between two reads of one that asks makes none of them less than nothing. */
    @Test
    @Timeout(60)
    void shouldNeverShowLessThanNothingWhileCountersBeginAnew() throws InterruptedException {
        final PortCounters counters = new PortCounters();
        counters.open();
        final Thread worker = new Thread(() -> {
            for (int i = 0; i < 2_000_000; i++) {
                counters.onSent(2);
                counters.onDelivered();
                counters.onDropped(DropReason.NO_ROUTE.ordinal());
                counters.onReceiveOverrun();
                counters.onCap(DropReason.FLOW_CAP.ordinal());
                counters.reset();
            }
        });
        worker.start();
        long least = 0;
        while (worker.isAlive()) {
            least = Math.min(least, counters.deliveredPackets());
            least = Math.min(least, counters.droppedPackets());
            least = Math.min(least, counters.droppedPackets(DropReason.NO_ROUTE));
            least = Math.min(least, counters.receiveOverruns());
            least = Math.min(least, counters.cappedPackets(DropReason.FLOW_CAP));
        }
        worker.join();

        assertThat(least).isZero();
        assertThat(counters.deliveredPackets()).isZero();
        assertThat(counters.droppedPackets()).isZero();
    }
}
