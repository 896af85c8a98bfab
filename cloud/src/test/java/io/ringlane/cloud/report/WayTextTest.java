package io.ringlane.cloud.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult.FlowWaySpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class WayTextTest {

    private static final List<FlowWaySpan> WAYS = List.of(
            new FlowWaySpan(0, "same rack", 5_000_000_000L),
            new FlowWaySpan(2_000_000_000L, "refused: no_route", 0),
            new FlowWaySpan(2_500_000_000L, "cross zone", 5_000_000_000L));

    @Test
    void shouldTellEachWayWithItsCapAndItsTime() {
        assertThat(WayText.of(WAYS, 5))
                .isEqualTo("same rack at 5 Gbit/s, then refused: no_route from 2 s on, then cross zone at 5 Gbit/s from"
                        + " 2.5 s on");
    }

    @Test
    void shouldCountWhatItDoesNotTell() {
        assertThat(WayText.of(WAYS, 2))
                .isEqualTo("same rack at 5 Gbit/s, then refused: no_route from 2 s on, then 1 change more");
    }
}
