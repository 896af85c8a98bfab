package io.ringlane.placement.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.GuestInterface;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Relation;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathProfilesTest {
    private static final long GBIT = 1_000_000_000L;
    private static final Region REGION = new Region("us-east-1", 2, 2, 4, 4, 9001);
    private static final InstanceType ENA = Catalogue.builtIn().find("c5n.18xlarge");
    private static final InstanceType INTEL = Catalogue.builtIn().find("m4.10xlarge");
    private static final PlacementGroup HPC = PlacementGroup.cluster("hpc");
    private static final PlacementGroup SPREAD = PlacementGroup.spread("quorum");
    private static final int[] NEAR_TO_FAR = {0, 1, 4, 16, 32};

    private final PathProfiles profiles = new PathProfiles(REGION, PathSettings.builtIn());

    @ParameterizedTest
    @CsvSource({"0, same host", "1, same rack", "4, same data centre", "16, same zone", "32, cross zone"})
    void shouldLetAFlowCarry5GigabitOutsideAClusterGroup(int other, String label) {
        PathProfile profile = profiles.between(0, other, null, SPREAD, ENA, ENA);
        assertThat(profile.label()).isEqualTo(label);
        assertThat(profile.sameClusterGroup()).isFalse();
        assertThat(profile.flowCapBitsPerSecond()).isEqualTo(5 * GBIT);
        assertThat(profile.flowCapReason()).isEqualTo("flow");
        assertThat(profile.mtuBytes()).isEqualTo(9001);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 16})
    void shouldLetAFlowCarry10GigabitInsideOneClusterGroup(int other) {
        PathProfile profile = profiles.between(0, other, HPC, PlacementGroup.cluster("hpc"), ENA, ENA);
        assertThat(profile.flowCapBitsPerSecond()).isEqualTo(10 * GBIT);
        assertThat(profile.flowCapReason()).isEqualTo("flow (cluster group)");
        assertThat(profile.label()).endsWith(", cluster group");
    }

    @Test
    void shouldNotLiftTheCapBetweenTwoGroupsOrInOtherKindsOfGroup() {
        PlacementGroup other = PlacementGroup.cluster("other");
        PlacementGroup partition = PlacementGroup.partition("kafka", 3);
        assertThat(profiles.between(0, 1, HPC, other, ENA, ENA).flowCapBitsPerSecond())
                .isEqualTo(5 * GBIT);
        assertThat(profiles.between(0, 1, SPREAD, SPREAD, ENA, ENA).flowCapBitsPerSecond())
                .isEqualTo(5 * GBIT);
        assertThat(profiles.between(0, 1, partition, partition, ENA, ENA).flowCapBitsPerSecond())
                .isEqualTo(5 * GBIT);
    }

    @ParameterizedTest
    @EnumSource(EnhancedNetworking.class)
    void shouldTakeLongerTheFurtherApart(EnhancedNetworking card) {
        PathProfile nearer = null;
        for (int host : NEAR_TO_FAR) {
            PathProfile profile = profiles.between(placement(0, card, null), placement(host, card, null));
            PathProfile inCluster = profiles.between(placement(0, card, HPC), placement(host, card, HPC));
            assertThat(inCluster.delayNs()).isLessThanOrEqualTo(profile.delayNs());
            if (nearer != null) {
                assertThat(profile.delayNs()).isGreaterThan(nearer.delayNs());
                assertThat(profile.jitterNs()).isGreaterThanOrEqualTo(nearer.jitterNs());
                assertThat(profile.hops()).isGreaterThan(nearer.hops());
            }
            nearer = profile;
        }
    }

    @Test
    void shouldFeelTheSlowerCardAndBeTheSameBothWays() {
        PathProfile mixed = profiles.between(0, 1, null, null, ENA, INTEL);
        assertThat(mixed).isSameAs(profiles.between(1, 0, null, null, INTEL, ENA));
        assertThat(mixed).isSameAs(profiles.between(0, 1, null, null, INTEL, INTEL));
        assertThat(mixed.delayNs())
                .isGreaterThan(profiles.between(0, 1, null, null, ENA, ENA).delayNs());
    }

    @Test
    void shouldBoundTheMtuByTheRegions() {
        PathProfiles small = new PathProfiles(new Region("r", 1, 1, 1, 1, 1500), PathSettings.builtIn());
        assertThat(small.between(0, 0, null, null, ENA, ENA).mtuBytes()).isEqualTo(1500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-rack", "sameRack", "SAME_RACK", "same rack"})
    void shouldChangeARelationByName(String name) {
        PathSettings settings = PathSettings.builtIn().with(name, 5_000, PathSettings.KEEP, 1500);
        PathProfiles changed = new PathProfiles(REGION, settings);
        PathProfile before = profiles.between(0, 1, HPC, HPC, ENA, ENA);
        PathProfile after = changed.between(0, 1, HPC, HPC, ENA, ENA);
        assertThat(after.delayNs()).isEqualTo(5_000);
        assertThat(after.jitterNs()).isEqualTo(before.jitterNs());
        assertThat(after.mtuBytes()).isEqualTo(1500);
        assertThat(after.flowCapBitsPerSecond()).isEqualTo(before.flowCapBitsPerSecond());
        assertThat(changed.between(0, 0, null, null, ENA, ENA)).isEqualTo(profiles.between(0, 0, null, null, ENA, ENA));
    }

    @Test
    void shouldChangeClusterGroupsAlone() {
        PathSettings settings = PathSettings.builtIn().with(PathSettings.CLUSTER_GROUP, 1, 0, PathSettings.KEEP);
        PathProfiles changed = new PathProfiles(REGION, settings);
        assertThat(changed.between(0, 16, HPC, HPC, ENA, ENA).delayNs()).isEqualTo(1);
        assertThat(changed.between(0, 16, null, null, ENA, ENA))
                .isEqualTo(profiles.between(0, 16, null, null, ENA, ENA));
    }

    @Test
    void shouldRefuseUnknownNamesAndFiguresOutOfRange() {
        PathSettings settings = PathSettings.builtIn();
        assertThatThrownBy(() -> settings.with("same-rak", 1, 1, 1500))
                .hasMessage("unknown path \"same-rak\"; did you mean 'same-rack'?");
        assertThatThrownBy(() -> settings.with("same-rack", -2, 1, 1500)).hasMessageContaining("delay in ns");
        assertThatThrownBy(() -> settings.with("same-rack", 1, 1, 9002)).hasMessageContaining("mtu must be 68 to 9001");
        assertThat(PathSettings.names())
                .containsExactly(
                        "same-host", "same-rack", "same-data-centre", "same-zone", "cross-zone", "cluster-group");
    }

    @Test
    void shouldLayAFileOfTheUserOverTheOthers() {
        PathSettings settings = PathSettings.builtIn()
                .with("mine.csv", "relation, group, card, flow-cap-gbit\nsame-rack, any, ena, 7.5\n");
        PathProfile changed = new PathProfiles(REGION, settings).between(0, 1, null, null, ENA, ENA);
        PathProfile before = profiles.between(0, 1, null, null, ENA, ENA);
        assertThat(changed.flowCapBitsPerSecond()).isEqualTo(7_500_000_000L);
        assertThat(changed.delayNs()).isEqualTo(before.delayNs());
        assertThatThrownBy(() -> PathSettings.builtIn()
                        .with("mine.csv", "relation, group, card, hops\ncross-zone, cluster, ena, 1\n"))
                .hasMessage("mine.csv:2: a cluster group has one zone, so it has no cross-zone paths");
        assertThatThrownBy(() ->
                        PathSettings.builtIn().with("mine.csv", "relation, group, card, hops\nsame-zne, any, ena, 1\n"))
                .hasMessage("mine.csv:2: \"relation\" cannot be \"same-zne\"; did you mean 'same-zone'?");
    }

    @Test
    void shouldAllocateNothingOverAMillionLookups() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        PlacementGroup twin = PlacementGroup.cluster("hpc");
        long delays = lookUp(1_000_000, twin); // warm, so that compilation is over
        long before = threads.getCurrentThreadAllocatedBytes();
        delays += lookUp(1_000_000, twin);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(delays).isPositive();
        assertThat(allocated).isLessThan(10_000); // a byte for each would be a million
    }

    private long lookUp(int count, PlacementGroup twin) {
        long delays = 0;
        for (int i = 0; i < count; i++) {
            delays += profiles.between(i & 63, i >>> 3 & 63, HPC, twin, ENA, INTEL)
                    .delayNs();
        }
        return delays;
    }

    private static Placement placement(int hostId, EnhancedNetworking card, PlacementGroup group) {
        GuestInterface nic = new GuestInterface(card, "asked for", 10 * GBIT, 1);
        return new Placement("i", ENA, nic, group, 0, hostId, 0);
    }

    @Test
    void shouldKnowEveryRelationForEveryLane() {
        for (Relation relation : Relation.values()) {
            for (Lane lane : Lane.values()) {
                assertThat(PathSettings.builtIn().profile(relation, false, lane).relation())
                        .isEqualTo(relation);
                assertThat(PathSettings.builtIn().profile(relation, true, lane).relation())
                        .isEqualTo(relation);
            }
        }
    }

    @Test
    void shouldSayHowTheDelayIsDistributed() {
        PathProfile profile = profiles.between(0, 1, null, null, ENA, ENA);
        assertThat(profile.delayNs(0)).isEqualTo(profile.delayNs());
        assertThat(profile.delayNs(500)).isEqualTo(profile.delayNs() + profile.jitterNs() / 2);
        assertThat(profile.delayNs(1000)).isEqualTo(profile.delayNs() + profile.jitterNs());
        assertThatThrownBy(() -> profile.delayNs(1001)).hasMessage("permille must be 0 to 1000, not 1001");
    }
}
