package io.ringlane.benchmarks.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames, flows and addresses are what their names say. */
class LoadTest {

    @Test
    void shouldMixFramesAsImixDoes() {
        final int[] lengths = FrameSet.named("imix").lengthsBytes();
        assertThat(lengths).hasSize(48);
        assertThat(Arrays.stream(lengths).filter(each -> each == 64)).hasSize(28);
        assertThat(Arrays.stream(lengths).filter(each -> each == 570)).hasSize(16);
        assertThat(Arrays.stream(lengths).filter(each -> each == 1518)).hasSize(4);
        assertThat(FrameSet.named("imix").meanBytes()).isEqualTo((28 * 64 + 16 * 570 + 4 * 1518) / 48.0);
    }

    @Test
    void shouldNameTheNearestFrameSet() {
        assertThatThrownBy(() -> FrameSet.named("imx"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean 'imix'?");
        assertThatThrownBy(() -> FrameSet.named("59"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes 60 to 9015");
    }

    @Test
    void shouldDrawFlowsByZipfsLaw() {
        final int flows = 1000;
        final int[] sequence = FlowSet.named(flows, "zipf").sequence(flows);
        assertThat(Integer.bitCount(sequence.length)).isOne();
        final int[] counts = new int[flows];
        Arrays.stream(sequence).forEach(flow -> counts[flow]++);
        Arrays.sort(counts);
        double harmonic = 0;
        for (int i = 1; i <= flows; i++) {
            harmonic += 1.0 / i;
        }
        final double first = sequence.length / harmonic; // 8,755 of 65,536
        assertThat(counts[flows - 1]).isCloseTo((int) first, within((int) (first / 10)));
        assertThat(counts[flows - 2]).isCloseTo((int) (first / 2), within((int) (first / 15)));
        assertThat(counts[flows - 10]).isCloseTo((int) (first / 10), within((int) (first / 40)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 50, 5000})
    void shouldTellFlowsApartAndSpreadThemOverReceivers(final int receivers) {
        final Addressing addressing = new PortAddressing(receivers, false);
        final int flows = 200_000;
        final Set<Long> seen = new HashSet<>();
        final int[] share = new int[receivers];
        for (int flow = 0; flow < flows; flow++) {
            seen.add(addressing.addresses(flow) * 31 + addressing.ports(flow));
            share[addressing.receiver(flow)]++;
            final int destination = Integer.reverseBytes((int) (addressing.addresses(flow) >>> 32));
            assertThat(addressing.receiverOf(destination)).isEqualTo(addressing.receiver(flow));
        }
        assertThat(seen).hasSize(flows);
        assertThat(Arrays.stream(share).min().orElse(0)).isGreaterThan(flows / receivers / 2);
    }
}
