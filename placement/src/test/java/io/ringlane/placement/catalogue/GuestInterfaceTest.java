package io.ringlane.placement.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class GuestInterfaceTest {
    private static final Catalogue BUILT_IN = Catalogue.builtIn();
    private static final Image PARAVIRTUAL = new Image("pv", false, Set.of(EnhancedNetworking.INTEL_82599));
    private static final Image OLD = new Image("old", true, Set.of(EnhancedNetworking.INTEL_82599));

    private static GuestInterface of(String type, Image image) {
        return GuestInterface.of(BUILT_IN.find(type), image);
    }

    @Test
    void shouldBeTheTypesOwnWithTheDriverInAnHvmImage() {
        assertThat(of("c5n.18xlarge", Image.MODERN))
                .isEqualTo(new GuestInterface(
                        EnhancedNetworking.ENA,
                        "the type c5n.18xlarge has it and the image 'modern' carries the driver",
                        100_000_000_000L,
                        32));
        assertThat(of("m4.10xlarge", OLD).kind()).isEqualTo(EnhancedNetworking.INTEL_82599);
        assertThat(of("c8gn.48xlarge", Image.MODERN).lineRateBitsPerSecond()).isEqualTo(300_000_000_000L);
    }

    @Test
    void shouldBeEmulatedAndSayWhyOtherwise() {
        assertThat(of("m4.10xlarge", PARAVIRTUAL).describe())
                .isEqualTo("emulated interface, 2.8 Gbit/s, 1 queue: the image 'pv' is not HVM");
        assertThat(of("c5n.18xlarge", OLD).describe())
                .isEqualTo("emulated interface, 2.8 Gbit/s, 1 queue: the image 'old' carries no driver for ena");
        assertThat(of("t2.micro", Image.MODERN).describe())
                .isEqualTo("emulated interface, 2.8 Gbit/s, 1 queue: the type t2.micro has no enhanced networking");
        assertThat(of("t2.micro", Image.MODERN).isEmulated()).isTrue();
    }

    @Test
    void shouldTakeTheFiguresOfAnEmulatedInterfaceFromTheFile() {
        Catalogue changed = BUILT_IN.with("mine.csv", "default, line-gbit-none, 0.5\ndefault, queues-none, 2\n");
        assertThat(GuestInterface.of(changed.find("m4.10xlarge"), PARAVIRTUAL).describe())
                .startsWith("emulated interface, 500 Mbit/s, 2 queues: ");
    }

    @Test
    void shouldNotCapAnyTypeWithoutEnhancedNetworkingBelowItsPeak() {
        assertThat(BUILT_IN.types())
                .filteredOn(type -> type.enhancedNetworking() == EnhancedNetworking.NONE)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.emulated().lineRateBitsPerSecond())
                        .isGreaterThanOrEqualTo(type.peakBitsPerSecond()));
    }
}
