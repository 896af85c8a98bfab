package io.ringlane.placement.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.Hypervisor;
import org.junit.jupiter.api.Test;

class HostsTest {
    private static final Demand ENA = demand(Hypervisor.NITRO, EnhancedNetworking.ENA, false, 2);
    private static final Demand XEN_ENA = demand(Hypervisor.XEN, EnhancedNetworking.ENA, false, 2);
    private static final Demand INTEL = demand(Hypervisor.XEN, EnhancedNetworking.INTEL_82599, false, 1);
    private static final Demand EMULATED = demand(Hypervisor.XEN, EnhancedNetworking.INTEL_82599, true, 1);
    private static final Demand BARE = demand(Hypervisor.BARE, EnhancedNetworking.ENA, false, 96);

    private final Region region = new Region("r", 1, 1, 2, 2, 9001);
    private final HostSettings settings = HostSettings.builtIn();
    private final Hosts hosts = new Hosts(region, settings);

    private static Demand demand(Hypervisor hypervisor, EnhancedNetworking card, boolean emulated, int vcpus) {
        return new Demand(hypervisor, card, emulated, 1, vcpus);
    }

    @Test
    void shouldGiveAway63VirtualFunctionsOfAn82599AndEmulatedInterfacesBesides() {
        for (int slot = 0; slot < 63; slot++) {
            assertThat(hosts.take(0, INTEL)).containsExactly(slot);
        }
        assertThat(hosts.shortage(0, INTEL)).isEqualTo(Shortage.SLOTS);
        assertThat(hosts.shortage(1, INTEL)).isEqualTo(Shortage.NONE);
        assertThatThrownBy(() -> hosts.take(0, INTEL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("host 0 is short of interface slots");
        assertThat(hosts.take(0, EMULATED)).containsExactly(0);
        assertThat(hosts.usedSlots(0)).isEqualTo(64);
    }

    @Test
    void shouldGiveTheLowestFreeInterfaceAway() {
        int[] first = hosts.take(0, ENA);
        hosts.take(0, ENA);
        hosts.release(0, ENA, first);
        assertThat(hosts.take(0, new Demand(ENA.hypervisor(), ENA.card(), false, 3, 2)))
                .containsExactly(0, 2, 3);
        assertThat(hosts.takeSlot(0, false)).isEqualTo(4);
        hosts.releaseSlot(0, false, 4);
        assertThat(hosts.usedSlots(0)).isEqualTo(4);
    }

    @Test
    void shouldFixTheHardwareWithTheFirstInstanceAndOpenItAfterTheLast() {
        assertThat(hosts.kind(0)).isNull();
        assertThat(hosts.hypervisor(0)).isNull();
        int[] slots = hosts.take(0, ENA);
        assertThat(hosts.kind(0)).isEqualTo(EnhancedNetworking.ENA);
        assertThat(hosts.hypervisor(0)).isEqualTo(Hypervisor.NITRO);
        assertThat(hosts.shortage(0, INTEL)).isEqualTo(Shortage.HYPERVISOR);
        assertThat(hosts.shortage(0, XEN_ENA)).isEqualTo(Shortage.HYPERVISOR);
        hosts.take(1, INTEL);
        assertThat(hosts.shortage(1, XEN_ENA)).isEqualTo(Shortage.CARD);
        hosts.release(0, ENA, slots);
        assertThat(hosts.kind(0)).isNull();
        assertThat(hosts.usedVcpus(0)).isZero();
        assertThat(hosts.instances(0)).isZero();
        assertThat(hosts.shortage(0, INTEL)).isEqualTo(Shortage.NONE);
    }

    @Test
    void shouldGiveABareMetalInstanceTheWholeHost() {
        int[] slots = hosts.take(0, BARE);
        assertThat(hosts.shortage(0, BARE)).isEqualTo(Shortage.VCPUS);
        assertThat(hosts.shortage(0, ENA)).isEqualTo(Shortage.HYPERVISOR);
        hosts.release(0, BARE, slots);
        assertThat(hosts.shortage(0, BARE)).isEqualTo(Shortage.NONE);
    }

    @Test
    void shouldRunOutOfVcpus() {
        Hosts small = new Hosts(region, settings.with("mine.csv", "kind, slots, vcpus\nena, 10, 96\n"));
        small.take(0, demand(Hypervisor.NITRO, EnhancedNetworking.ENA, false, 72));
        assertThat(small.shortage(0, demand(Hypervisor.NITRO, EnhancedNetworking.ENA, false, 24)))
                .isEqualTo(Shortage.NONE);
        assertThat(small.shortage(0, demand(Hypervisor.NITRO, EnhancedNetworking.ENA, false, 25)))
                .isEqualTo(Shortage.VCPUS);
    }

    @Test
    void shouldFindTheNextRackWithRoom() {
        assertThat(hosts.nextRack(0, 2, BARE)).isZero();
        hosts.take(0, ENA);
        hosts.take(1, INTEL);
        assertThat(hosts.nextRack(0, 2, BARE)).isEqualTo(1);
        assertThat(hosts.nextRack(0, 1, BARE)).isEqualTo(-1);
        assertThat(hosts.nextRack(0, 2, INTEL)).isZero();
        assertThat(hosts.mayHaveRoom(0, BARE)).isFalse();
        assertThat(hosts.mayHaveRoom(1, BARE)).isTrue();
    }

    @Test
    void shouldRefuseToGiveTheSameInterfaceBackTwice() {
        int[] slots = hosts.take(0, ENA);
        hosts.take(0, ENA);
        hosts.release(0, ENA, slots);
        assertThatThrownBy(() -> hosts.releaseSlot(0, false, 0)).hasMessage("interface 0 of host 0 is not taken");
        assertThatThrownBy(() -> hosts.restore(0, ENA, new int[] {1}))
                .hasMessage("interface 1 of host 0 is taken already");
    }

    @Test
    void shouldHoldTwoInstancesOfAnyTypeOnOneHost() {
        assertThat(Catalogue.builtIn().types()).allSatisfy(type -> {
            assertThat(settings.vcpus(type.enhancedNetworking())).isGreaterThanOrEqualTo(2 * type.vcpus());
            assertThat(settings.slots(type.enhancedNetworking())).isGreaterThanOrEqualTo(2 * type.networkInterfaces());
        });
    }

    @Test
    void shouldNameTheNearestKindAndSegment() {
        assertThatThrownBy(() -> settings.with("mine.csv", "kind, slots, vcpus\n82598, 10, 96\n"))
                .hasMessage("mine.csv:2: \"kind\" cannot be \"82598\"; did you mean '82599'?");
        assertThatThrownBy(() -> settings.with("mine.csv", "default, cluster-segment, rak\n"))
                .hasMessage("mine.csv:1: \"value\" cannot be \"rak\"; did you mean 'rack'?");
        assertThat(settings.clusterSegment()).isEqualTo(Segment.DATA_CENTRE);
        assertThat(settings.with("mine.csv", "default, cluster-segment, rack\n").clusterSegment())
                .isEqualTo(Segment.RACK);
    }
}
