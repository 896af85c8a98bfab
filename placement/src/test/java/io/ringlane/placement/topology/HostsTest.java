package io.ringlane.placement.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.topology.Hosts.Shortage;
import org.junit.jupiter.api.Test;

class HostsTest {
    private static final EnhancedNetworking ENA = EnhancedNetworking.ENA;
    private static final EnhancedNetworking INTEL_82599 = EnhancedNetworking.INTEL_82599;

    private final Region region = new Region("r", 1, 1, 1, 2, 9001);
    private final HostSettings settings = HostSettings.builtIn();

    @Test
    void shouldGiveAway63VirtualFunctionsOfAn82599AndNoMore() {
        Hosts hosts = new Hosts(region, settings);
        for (int slot = 0; slot < 63; slot++) {
            assertThat(hosts.take(0, INTEL_82599, 1)).isEqualTo(slot);
        }
        assertThat(hosts.shortage(0, INTEL_82599, 1)).isEqualTo(Shortage.SLOTS);
        assertThat(hosts.shortage(1, INTEL_82599, 1)).isEqualTo(Shortage.NONE);
        assertThatThrownBy(() -> hosts.take(0, INTEL_82599, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("host 0 is short of interface slots");
    }

    @Test
    void shouldFixTheCardWithTheFirstInstanceAndOpenItAfterTheLast() {
        Hosts hosts = new Hosts(region, settings);
        assertThat(hosts.kind(0)).isNull();
        hosts.take(0, ENA, 2);
        assertThat(hosts.kind(0)).isEqualTo(ENA);
        assertThat(hosts.shortage(0, INTEL_82599, 2)).isEqualTo(Shortage.CARD);
        hosts.undoTake(0, 2);
        assertThat(hosts.kind(0)).isNull();
        assertThat(hosts.usedVcpus(0)).isZero();
        assertThat(hosts.shortage(0, INTEL_82599, 2)).isEqualTo(Shortage.NONE);
    }

    @Test
    void shouldRunOutOfVcpus() {
        Hosts hosts = new Hosts(region, settings.with("mine.csv", "kind, slots, vcpus\nena, 10, 96\n"));
        hosts.take(0, ENA, 72);
        assertThat(hosts.shortage(0, ENA, 24)).isEqualTo(Shortage.NONE);
        assertThat(hosts.shortage(0, ENA, 25)).isEqualTo(Shortage.VCPUS);
    }

    @Test
    void shouldHoldTwoInstancesOfAnyTypeOnOneHost() {
        assertThat(Catalogue.builtIn().types()).allSatisfy(type -> {
            assertThat(settings.vcpus(type.enhancedNetworking())).isGreaterThanOrEqualTo(2 * type.vcpus());
            assertThat(settings.vcpus(EnhancedNetworking.NONE)).isGreaterThanOrEqualTo(2 * type.vcpus());
        });
    }

    @Test
    void shouldNameTheNearestKind() {
        assertThatThrownBy(() -> settings.with("mine.csv", "kind, slots, vcpus\n82598, 10, 96\n"))
                .hasMessage("mine.csv:2: \"kind\" cannot be \"82598\"; did you mean \"82599\"?");
    }
}
