package io.ringlane.benchmarks.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.datapath.Testbed;
import io.ringlane.benchmarks.generator.OpenLoop;
import io.ringlane.benchmarks.generator.Placement;
import io.ringlane.benchmarks.modes.Testbeds;
import io.ringlane.benchmarks.search.Tally;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The generator on real test beds: whatever the machine does meanwhile, no frame is unaccounted for. */
class EveryModeTest {

    private static final double LOAD = 100_000;
    private static final long TRIAL_NS = 20_000_000L;

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldAccountForEveryFrameOnOneThread(final Mode mode) {
        try (Testbed bed = Testbeds.of(load(mode))) {
            assertAccountsFor(bed, Placement.ONE_THREAD);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldAccountForEveryFrameBesideAWorker(final Mode mode) {
        try (Testbed bed = Testbeds.started(load(mode))) {
            assertAccountsFor(bed, Placement.TWO_THREADS);
        }
    }

    private static Load load(final Mode mode) {
        return Load.of(mode, FrameSet.named("imix"), FlowSet.uniform(64));
    }

    private static void assertAccountsFor(final Testbed bed, final Placement placement) {
        final Tally tally = new OpenLoop(bed, placement, System::nanoTime).measure(LOAD, TRIAL_NS);
        assertThat(tally.intendedFrames()).isEqualTo(2000);
        assertThat(tally.lostFrames() - tally.refusedFrames())
                .as("frames lost on their way, as the plane counts its drops")
                .isEqualTo(bed.droppedFrames());
        bed.verify();
    }
}
