package io.ringlane.benchmarks.modes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.benchmarks.datapath.CapSet;
import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.datapath.PortSet;
import io.ringlane.benchmarks.datapath.Testbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mode carries what it is sent, to where it should, and its counters agree: {@link Testbed#verify} throws if not. */
class TestbedsTest {

    private static final int ROUNDS = 3000;

    private static Load load(final Mode mode, final String frames, final int flows) {
        return Load.of(mode, FrameSet.named(frames), FlowSet.uniform(flows));
    }

    private static void carry(final Testbed bed) {
        final long before = bed.receivedFrames();
        for (int i = 0; i < ROUNDS; i++) {
            bed.round();
        }
        assertThat(bed.receivedFrames() - before).isGreaterThan(ROUNDS);
        bed.verify();
        assertThat(bed.receivedFrames() + bed.droppedFrames()).isEqualTo(bed.sentFrames());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldCarryEveryFrameInEveryMode(final Mode mode) {
        try (Testbed bed = Testbeds.of(load(mode, "64", 300))) {
            carry(bed);
            assertThat(bed.droppedFrames()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldCarryAMixOfFrames(final Mode mode) {
        try (Testbed bed = Testbeds.of(load(mode, "imix", 40))) {
            carry(bed);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldCarryWithWorkersOnThreadsOfTheirOwn(final Mode mode) {
        try (Testbed bed = Testbeds.started(load(mode, "64", 300))) {
            final long target = bed.receivedFrames() + 50_000;
            while (bed.receivedFrames() < target) {
                bed.round();
            }
            bed.verify();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldCarryFromWorkerToWorker(final int workers) {
        try (Testbed bed = Testbeds.of(load(Mode.FORWARD, "64", 300).withWorkers(workers))) {
            carry(bed);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "100, 100", "20, 2000"})
    void shouldCarryBetweenManyPorts(final int busy, final int all) {
        try (Testbed bed = Testbeds.of(load(Mode.FORWARD, "64", 1000).withPorts(PortSet.busy(busy, all)))) {
            carry(bed);
            assertThat(bed.load().ports().count()).isEqualTo(all);
        }
    }

    @Test
    void shouldCarryFlowsOfUnevenShares() {
        final FlowSet zipf = FlowSet.named(5000, "zipf");
        try (Testbed bed = Testbeds.of(load(Mode.FORWARD, "64", 1).withFlows(zipf))) {
            carry(bed);
        }
    }

    @Test
    void shouldDropAndCountWhatIsOverItsCap() {
        try (Testbed bed = Testbeds.of(load(Mode.FORWARD, "64", 64).withCaps(CapSet.HALF))) {
            for (int i = 0; i < 100 * ROUNDS; i++) {
                bed.round();
            }
            bed.verify();
            assertThat(bed.droppedFrames()).isPositive();
        }
    }

    @Test
    void shouldRefuseWhatAModeCannotHave() {
        assertThatThrownBy(() -> load(Mode.IO, "64", 1).withWorkers(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("io has no workers");
        assertThatThrownBy(
                        () -> Testbeds.of(load(Mode.FORWARD_FLOW_LOG, "64", 1).withCaps(CapSet.FLOW)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("caps are all or ec2, not flow");
        assertThatThrownBy(() -> Mode.named("foward"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean 'forward'?");
    }
}
