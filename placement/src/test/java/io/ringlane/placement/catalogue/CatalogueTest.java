package io.ringlane.placement.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.placement.PlacementException;
import io.ringlane.placement.table.TableException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    private static final long GBIT = 1_000_000_000L;
    private static final Catalogue BUILT_IN = Catalogue.builtIn();
    private static final EmulatedInterface EMULATED = new EmulatedInterface(2_800_000_000L, 1);

    @Test
    void shouldHoldEveryTypeThatShips() {
        assertThat(BUILT_IN.types()).hasSize(91);
        assertThat(BUILT_IN.types()).allSatisfy(type -> {
            assertThat(type.peakBitsPerSecond()).isGreaterThanOrEqualTo(type.baselineBitsPerSecond());
            assertThat(type.networkCards() * type.lineRateBitsPerSecond())
                    .isGreaterThanOrEqualTo(type.peakBitsPerSecond());
            assertThat(type.creditSeconds()).isNotNegative();
            assertThat(type.defaultQueues()).isBetween(1, type.vcpus());
        });
    }

    /** 350 s on the sixth generation of Nitro, for others whatever the region has. */
    @Test
    void shouldKnowHowLongNitroV6RemembersIdleConnections() {
        assertThat(BUILT_IN.types().stream().filter(type -> type.tcpEstablishedSeconds() != 0))
                .allMatch(type -> type.tcpEstablishedSeconds() == 350)
                .extracting(InstanceType::name)
                .containsExactlyInAnyOrder("m8i.96xlarge", "c8gn.48xlarge");
        Catalogue own = BUILT_IN.with("mine.csv", """
                type, vcpus, baseline-gbit, tcp-idle-seconds
                x.one,    2,             1,               60
                x.two,    2,             1,                -
                """);
        assertThat(own.find("x.one").tcpEstablishedSeconds()).isEqualTo(60);
        assertThat(own.find("x.two").tcpEstablishedSeconds()).isZero();
    }

    @Test
    void shouldReadARowInFull() {
        assertThat(BUILT_IN.find("c5n.18xlarge"))
                .isEqualTo(new InstanceType(
                        "c5n.18xlarge",
                        72,
                        Hypervisor.NITRO,
                        EnhancedNetworking.ENA,
                        15,
                        50,
                        100 * GBIT,
                        100 * GBIT,
                        600,
                        25_000_000,
                        1,
                        100 * GBIT,
                        9001,
                        true,
                        false,
                        1,
                        32,
                        0,
                        EMULATED));
        assertThat(BUILT_IN.find("m4.large"))
                .isEqualTo(new InstanceType(
                        "m4.large",
                        2,
                        Hypervisor.XEN,
                        EnhancedNetworking.INTEL_82599,
                        2,
                        10,
                        450_000_000,
                        1_200_000_000,
                        600,
                        105_600,
                        1,
                        10 * GBIT,
                        9001,
                        true,
                        false,
                        0,
                        2,
                        0,
                        EMULATED));
    }

    @ParameterizedTest
    @CsvSource({
        "t2.micro, NONE, false, 64000000, 1024000000, 1",
        "m4.10xlarge, INTEL_82599, true, 10000000000, 10000000000, 2",
        "m4.16xlarge, ENA, true, 25000000000, 25000000000, 8",
        "t3.nano, ENA, false, 32000000, 5000000000, 2",
        "r4.large, ENA, true, 750000000, 10000000000, 2",
    })
    void shouldKnowKindGroupBandwidthAndQueues(
            String name, EnhancedNetworking kind, boolean cluster, long baseline, long peak, int queues) {
        InstanceType type = BUILT_IN.find(name);
        assertThat(type.enhancedNetworking()).isEqualTo(kind);
        assertThat(type.clusterGroupAllowed()).isEqualTo(cluster);
        assertThat(type.baselineBitsPerSecond()).isEqualTo(baseline);
        assertThat(type.peakBitsPerSecond()).isEqualTo(peak);
        assertThat(type.defaultQueues()).isEqualTo(queues);
    }

    @Test
    void shouldGiveTheMeasuredTypeItsMeasuredPacketRate() {
        assertThat(BUILT_IN.find("m5.24xlarge").packetsPerSecond()).isEqualTo(2_200_000);
        assertThat(BUILT_IN.find("t1.micro").packetsPerSecond()).isEqualTo(50_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c5n.18xlarge", "m5n.24xlarge", "c6gn.16xlarge", "p4d.24xlarge"})
    void shouldLetLargeTypesFillAClusterFlowWithTheSmallestFrames(String name) {
        long smallestFrameBits = 60 * 8; // 64 bytes with the FCS, which caps do not count
        assertThat(BUILT_IN.find(name).packetsPerSecond()).isGreaterThan(10 * GBIT / smallestFrameBits);
    }

    @Test
    void shouldLetEveryTypeMoveFullFramesAtItsPeak() {
        long fullFrameBits = 1514 * 8;
        assertThat(BUILT_IN.types())
                .allSatisfy(type -> assertThat(type.packetsPerSecond())
                        .isGreaterThanOrEqualTo(type.peakBitsPerSecond() / fullFrameBits));
    }

    @Test
    void shouldSayWhichTypesBurstAndForHowLong() {
        InstanceType type = BUILT_IN.find("c5.large");
        assertThat(type.isBurstable()).isTrue();
        assertThat(type.creditSeconds()).isEqualTo(600);
        assertThat(BUILT_IN.find("c5.18xlarge").isBurstable()).isFalse();
    }

    @Test
    void shouldNameTheNearestType() {
        assertThatThrownBy(() -> BUILT_IN.find("c5n.18xlage"))
                .isInstanceOf(PlacementException.class)
                .hasMessageContaining("did you mean 'c5n.18xlarge'?")
                .extracting(e -> ((PlacementException) e).code())
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void shouldLayAFileOfTheUserOverTheOthers(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("types.csv");
        Files.writeString(file, "type, baseline-gbit, vcpus, pps\nlab.large, 40, 16, -\nc5.large, 1, 2, 123\n");
        Catalogue catalogue = BUILT_IN.with(file);
        assertThat(catalogue.types()).hasSize(92);
        InstanceType added = catalogue.find("lab.large");
        assertThat(added.enhancedNetworking()).isEqualTo(EnhancedNetworking.ENA);
        assertThat(added.peakBitsPerSecond()).isEqualTo(40 * GBIT);
        assertThat(added.lineRateBitsPerSecond()).isEqualTo(40 * GBIT);
        assertThat(added.packetsPerSecond()).isEqualTo(40 * 88_000);
        assertThat(added.queuesPerInterface()).isEqualTo(8);
        assertThat(catalogue.find("c5.large").packetsPerSecond()).isEqualTo(123);
        assertThat(BUILT_IN.find("c5.large").packetsPerSecond()).isEqualTo(880_000);
    }

    @Test
    void shouldApplyTheUsersDefaultsToEveryTypeThatLeavesTheValueOpen() {
        Catalogue catalogue = BUILT_IN.with("mine.csv", "default, credit-seconds, 3600\ndefault, pps, 100000/Gbit\n");
        assertThat(catalogue.find("c5.large").creditSeconds()).isEqualTo(3600);
        assertThat(catalogue.find("m5.24xlarge").packetsPerSecond()).isEqualTo(2_500_000);
        assertThat(catalogue.find("c5n.18xlarge").packetsPerSecond()).isEqualTo(25_000_000);
    }

    @Test
    void shouldNotOverflowAtTheLargestValues() {
        InstanceType type = BUILT_IN.with(
                        "mine.csv",
                        "type, vcpus, baseline-gbit, peak-gbit, pps, credit-seconds\nx, 1, 1, 100000, 10000000/Gbit, 86400")
                .find("x");
        assertThat(type.packetsPerSecond()).isEqualTo(1_000_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    x, 2, 10, enna, - | mine.csv:2: "enhanced" cannot be "enna"; did you mean 'ena'?
                    x, 2, 10, ena, 5  | mine.csv:2: "peak-gbit" of x is below its baseline
                    x, 0, 10, ena, -  | mine.csv:2: "vcpus" must be a whole number from 1 to 10000, not "0"
                    x, 2, -, ena, -   | mine.csv:2: "baseline-gbit" of x needs a value
                    """)
    void shouldSayWhereARowIsWrong(String row, String message) {
        assertThatThrownBy(() ->
                        BUILT_IN.with("mine.csv", "type, vcpus, baseline-gbit, enhanced, peak-gbit\n" + row + "\n"))
                .isInstanceOf(TableException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRefuseATypeGivenTwiceInOneFile() {
        assertThatThrownBy(() -> BUILT_IN.with("mine.csv", "type, vcpus, baseline-gbit\nx, 1, 1\nx, 2, 2\n"))
                .hasMessage("mine.csv:3: the type x is given twice, first in line 2");
    }
}
