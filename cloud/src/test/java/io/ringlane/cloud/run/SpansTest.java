package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.pipeline.PacketObserver;
import org.junit.jupiter.api.Test;

class SpansTest {

    private static final int NO_ROUTE = DropReason.NO_ROUTE.ordinal();

    private final Spans spans = new Spans(1000, new long[] {0, 100, 300}, 2);

    private SpanTotals between(long fromNs, long toNs) {
        SpanTotals totals = new SpanTotals();
        spans.addTo(totals, 1, fromNs, toNs);
        return totals;
    }

    @Test
    void shouldCountEachPacketInTheSpanThatItEndsIn() {
        spans.onPacket(1000, 1, 10, PacketObserver.DELIVERED);
        spans.onPacket(1099, 1, 20, PacketObserver.DELIVERED);
        spans.onPacket(1100, 1, 40, NO_ROUTE);
        spans.onPacket(1300, 1, 80, PacketObserver.DELIVERED);

        assertThat(between(0, 100).deliveredBytes()).isEqualTo(30);
        assertThat(between(0, 100).drops()).isEmpty();
        assertThat(between(100, 300).deliveredPackets()).isZero();
        assertThat(between(100, 300).drops()).containsOnlyKeys("no_route").containsValue(1L);
        assertThat(between(0, 300).droppedPackets()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatIsToldLate() {
        spans.onPacket(1150, 1, 10, PacketObserver.DELIVERED);
        spans.onPacket(1050, 1, 20, PacketObserver.DELIVERED);

        assertThat(between(0, 100).deliveredBytes()).isEqualTo(20);
        assertThat(between(100, 300).deliveredBytes()).isEqualTo(10);
    }

    @Test
    void shouldLeaveOutOtherFlowsAndTheTimeBefore() {
        spans.onPacket(999, 1, 10, PacketObserver.DELIVERED);
        spans.onPacket(1000, 0, 20, PacketObserver.DELIVERED);
        spans.onPacket(1000, 2, 40, PacketObserver.DELIVERED);

        assertThat(between(0, 300).deliveredBytes()).isZero();
    }
}
