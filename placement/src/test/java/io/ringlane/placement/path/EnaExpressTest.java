package io.ringlane.placement.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.GuestInterface;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.topology.Region;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnaExpressTest {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int OTHER_ZONE = 32;
    private static final InstanceType SUPPORTED = Catalogue.builtIn().find("c6gn.16xlarge");
    private static final InstanceType UNSUPPORTED = Catalogue.builtIn().find("c5n.18xlarge");
    private static final PlacementGroup HPC = PlacementGroup.cluster("hpc");

    private final PathProfiles profiles = profiles("us-east-1", PathSettings.builtIn());

    private static PathProfiles profiles(String region, PathSettings settings) {
        return new PathProfiles(new Region(region, 2, 2, 4, 4, 9001), settings);
    }

    private static PathEnd end(String name, InstanceType type, Image image, int host, EnaExpress express) {
        return new PathEnd(new Placement(name, type, GuestInterface.of(type, image), HPC, 0, host, 0), express);
    }

    private static PathEnd end(String name, int host, EnaExpress express) {
        return end(name, SUPPORTED, Image.MODERN, host, express);
    }

    private void assertExpress(PathEnd a, PathEnd b, int protocol) {
        PathProfile profile = profiles.between(a, b, protocol);
        assertThat(profile.enaExpress()).isTrue();
        assertThat(profile.flowCapBitsPerSecond()).isEqualTo(25_000_000_000L);
        assertThat(profile.flowCapReason()).isEqualTo("flow (ENA Express)");
        assertThat(profile.mtuBytes()).isEqualTo(8900);
        assertThat(profile.label()).endsWith(", ENA Express");
        assertThat(profile.delayNs())
                .isGreaterThan(profiles.between(a.placement(), b.placement()).delayNs());
        assertThat(profiles.expressRefusal(a, b, protocol)).isNull();
        assertThat(profiles.between(b, a, protocol)).isSameAs(profile);
    }

    private void assertOrdinary(PathEnd a, PathEnd b, int protocol, String why) {
        assertThat(profiles.between(a, b, protocol)).isSameAs(profiles.between(a.placement(), b.placement()));
        assertThat(profiles.between(b, a, protocol)).isSameAs(profiles.between(b.placement(), a.placement()));
        assertThat(profiles.expressRefusal(a, b, protocol)).isEqualTo(why);
        assertThat(profiles.expressRefusal(b, a, protocol)).isEqualTo(why);
    }

    @Test
    void shouldCarryFlowsOf25GigabitWhereBothEndsHaveItOn() {
        assertExpress(end("a", 0, EnaExpress.TCP), end("b", 1, EnaExpress.TCP_AND_UDP), TCP);
        assertExpress(end("a", 0, EnaExpress.TCP_AND_UDP), end("b", 1, EnaExpress.TCP_AND_UDP), UDP);
        assertExpress(end("a", 0, EnaExpress.TCP), end("b", OTHER_ZONE, EnaExpress.TCP), TCP);
    }

    @Test
    void shouldTakeTheOrdinaryPathAndSayWhyWhereAConditionIsNotMet() {
        PathEnd on = end("on", 0, EnaExpress.TCP_AND_UDP);
        assertOrdinary(on, end("b", 1, EnaExpress.OFF), TCP, "it is off for 'b'");
        assertOrdinary(on, end("b", 1, EnaExpress.TCP), UDP, "'b' has it on for TCP only");
        assertOrdinary(
                on,
                end("b", UNSUPPORTED, Image.MODERN, 1, EnaExpress.TCP),
                TCP,
                "the type c5n.18xlarge of 'b' does not support it");
        Image old = new Image("old", true, Set.of(EnhancedNetworking.INTEL_82599));
        assertOrdinary(on, end("b", SUPPORTED, old, 1, EnaExpress.TCP), TCP, "'b' has an emulated interface");
        assertThat(profiles.expressRefusal(on, end("b", 1, EnaExpress.TCP_AND_UDP), ICMP))
                .isEqualTo("'on' has it on for TCP and UDP only");
        assertThat(profiles.between(on, end("b", 1, EnaExpress.TCP_AND_UDP), ICMP)
                        .enaExpress())
                .isFalse();
    }

    @Test
    void shouldStayInsideAZoneInSomeRegions() {
        PathEnd a = end("a", 0, EnaExpress.TCP);
        PathEnd far = end("far", OTHER_ZONE, EnaExpress.TCP);
        PathProfiles saoPaulo = profiles("sa-east-1", PathSettings.builtIn());
        assertThat(saoPaulo.between(a, far, TCP).enaExpress()).isFalse();
        assertThat(saoPaulo.expressRefusal(a, far, TCP))
                .isEqualTo("the two are in different zones, and sa-east-1 has it inside a zone only");
        assertThat(saoPaulo.between(a, end("b", 1, EnaExpress.TCP), TCP).enaExpress())
                .isTrue();
        PathSettings none = PathSettings.builtIn().with("mine.csv", "default, ena-express-one-zone, -\n");
        assertThat(profiles("sa-east-1", none).between(a, far, TCP).enaExpress())
                .isTrue();
    }

    @Test
    void shouldKeepItsOwnMtuWhenThatOfAPathIsRaised() {
        PathSettings settings =
                PathSettings.builtIn().with("same-rack", 1, 0, 1500).with("same-rack", 1, 0, 9001);
        PathEnd a = end("a", 0, EnaExpress.TCP);
        PathEnd b = end("b", 1, EnaExpress.TCP);
        PathProfiles changed = profiles("us-east-1", settings);
        assertThat(changed.between(a, b, TCP).mtuBytes()).isEqualTo(1500);
        assertThat(changed.between(a, b, ICMP).mtuBytes()).isEqualTo(9001);
        assertThat(profiles("us-east-1", PathSettings.builtIn().with("same-rack", 1, 0, 9001))
                        .between(a, b, TCP)
                        .mtuBytes())
                .isEqualTo(8900);
    }
}
