package io.ringlane.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;

class SelectionTest {

    @Test
    void shouldRefuseParametersThatNoChosenBenchmarkHasNamingTheNearest() throws CommandLineOptionException {
        check("CapBenchmark", "-p", "bitsPerSecond=1000");
        check("CapBenchmark|ParseBenchmark", "-p", "bitsPerSecond=1000", "-prof", "gc");
        assertThatThrownBy(() -> check("CapBenchmark.admit", "-p", "bitPerSecond=3"))
                .hasMessageContaining("bitPerSecond")
                .hasMessageContaining("did you mean 'bitsPerSecond'?");
        assertThatThrownBy(() -> check("CapBenchmark.admit", "-pflows=3")).hasMessageContaining("-p flows");
        check("NoSuchBenchmark", "-p", "nosuch=3"); // there is something better to say
    }

    @Test
    void shouldRefuseValuesThatAParameterCannotHave() throws CommandLineOptionException {
        check("FullDatapath", "-p", "flows=77", "-p", "protocol=tcp,udp");
        check("FrameSetBenchmark", "-p", "frames=imix,1400");
        assertThatThrownBy(() -> check("[.]ring[.]", "-p", "burst=abc"))
                .hasMessageContaining("-p burst=abc: takes a number, such as ");
        assertThatThrownBy(() -> check("FullDatapath", "-p", "protocol=udp,tpc"))
                .hasMessageContaining("-p protocol=tpc: did you mean 'tcp'?");
        assertThatThrownBy(() -> check("FrameSetBenchmark", "-p", "frames=imux"))
                .hasMessageContaining("did you mean 'imix'?");
    }

    @Test
    void shouldNameTheNearestOptionOfTheScript() {
        assertThatThrownBy(() -> Selection.of("--quik", "ring"))
                .isInstanceOf(CommandLineOptionException.class)
                .hasMessage("unknown option --quik: did you mean --quick?");
    }

    @Test
    void shouldRefuseAPatternThatIsNone() {
        assertThatThrownBy(() -> Selection.of("["))
                .isInstanceOf(CommandLineOptionException.class)
                .hasMessageContaining("'[' is no regular expression");
    }

    @Test
    void shouldSayTheColumnsOfARun() throws CommandLineOptionException {
        assertThat(Selection.of("CapBenchmark.admit|CarryFloorBenchmark.copyTwice", "-p", "frameBytes=64,128")
                        .columns())
                .containsExactly(
                        "CapBenchmark.admit:bitsPerSecond=5000000000",
                        "CarryFloorBenchmark.copyTwice:frameBytes=128",
                        "CarryFloorBenchmark.copyTwice:frameBytes=64");
        assertThat(Selection.of("[.]RingPairBenchmark", "-p", "ring=aeron", "-p", "burst=1")
                        .columns())
                .containsExactly("RingPairBenchmark.indexOnly:burst=1:ring=aeron");
    }

    private static void check(final String... args) throws CommandLineOptionException {
        Selection.of(args).checkParams(args);
    }
}
