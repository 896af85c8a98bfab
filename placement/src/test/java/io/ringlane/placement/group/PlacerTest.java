package io.ringlane.placement.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.placement.PlacementException;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PlacerTest {
    private static final Region REGION = new Region("us-east-1", 2, 2, 4, 4, 9001);
    private static final InstanceType ENA = Catalogue.builtIn().find("c5n.18xlarge");
    private static final InstanceType INTEL = Catalogue.builtIn().find("m4.10xlarge");
    private static final InstanceType EMULATED = Catalogue.builtIn().find("t2.micro");
    private static final PlacementGroup HPC = PlacementGroup.cluster("hpc");
    private static final PlacementGroup KAFKA = PlacementGroup.partition("kafka", 3);
    private static final PlacementGroup QUORUM = PlacementGroup.spread("quorum");

    private final Placer placer = placer(REGION, HostSettings.builtIn(), 42);

    private static Placer placer(Region region, HostSettings settings, long seed) {
        Placer placer = new Placer(region, settings, seed);
        List.of(HPC, KAFKA, QUORUM).forEach(placer.groups()::create);
        return placer;
    }

    private static PlacementRequest request(String name) {
        return PlacementRequest.of(name, ENA);
    }

    private static List<PlacementRequest> requests(int count, PlacementGroup group) {
        List<PlacementRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(request("i" + i).inGroup(group));
        }
        return requests;
    }

    private static AbstractStringAssert<?> assertCode(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOf(PlacementException.class)
                .extracting(e -> ((PlacementException) e).code())
                .asString();
    }

    @Test
    void shouldUseTheFirstZoneWhenNoneIsAskedFor() {
        assertThat(placer.placeAll(requests(10, null)))
                .allSatisfy(p -> assertThat(REGION.zoneOf(p.hostId())).isZero());
    }

    @Test
    void shouldHonourTheZoneAskedFor() {
        Placement placement = placer.place(request("a").inZone("us-east-1b"));
        assertThat(REGION.hostName(placement.hostId())).startsWith("us-east-1b-");
        assertCode(() -> placer.place(request("b").inZone("us-east-1c"))).isEqualTo("InvalidParameterValue");
    }

    @Test
    void shouldShareAHostWhenAsked() {
        Placement a = placer.place(request("a").inZone("us-east-1b"));
        Placement b = placer.place(request("b").onHostOf("a"));
        assertThat(b.hostId()).isEqualTo(a.hostId());
        assertThat(a.slot()).isZero();
        assertThat(b.slot()).isEqualTo(1);
    }

    @Test
    void shouldSayWhyAHostCannotBeShared() {
        placer.place(request("alpha"));
        assertThatThrownBy(() -> placer.place(request("b").onHostOf("alpa")))
                .hasMessageContaining("did you mean 'alpha'?");
        assertThatThrownBy(() -> placer.place(request("b").onHostOf("alpha").inZone("us-east-1b")))
                .hasMessageStartingWith("InvalidParameterCombination")
                .hasMessageContaining("not in us-east-1b");
        assertThatThrownBy(() -> placer.place(PlacementRequest.of("b", INTEL).onHostOf("alpha")))
                .hasMessageStartingWith("InsufficientInstanceCapacity")
                .hasMessageContaining("lacks the right hypervisor");
        placer.place(request("s1").inGroup(QUORUM));
        assertThatThrownBy(() -> placer.place(request("s2").inGroup(QUORUM).onHostOf("s1")))
                .hasMessageContaining("its rack holds 's1' of the same group");
    }

    @Test
    void shouldNotMixCardsOnAHost() {
        List<Placement> placements = placer.placeAll(List.of(
                request("a"), PlacementRequest.of("b", INTEL), PlacementRequest.of("c", EMULATED), request("d")));
        assertThat(placements)
                .allSatisfy(p -> assertThat(placer.hosts().kind(p.hostId()))
                        .isEqualTo(p.type().enhancedNetworking()));
    }

    @Test
    void shouldEmulateTheInterfaceOfAnImageWithoutDriverOnTheHostsOfItsType() {
        Image bare = new Image("bare", true, Set.of());
        placer.place(PlacementRequest.of("a", INTEL));
        Placement b =
                placer.place(PlacementRequest.of("b", INTEL).withImage(bare).onHostOf("a"));
        assertThat(b.card()).isEqualTo(EnhancedNetworking.NONE);
        assertThat(b.slot()).isZero();
        assertThat(placer.hosts().kind(b.hostId())).isEqualTo(EnhancedNetworking.INTEL_82599);
        assertThat(placer.explain("b").toString())
                .contains("interface 0: emulated interface", "the image 'bare' carries no driver for 82599");
    }

    @Test
    void shouldAcceptOnlyTheTypesOwnCardOrNone() {
        assertThat(placer.place(request("a").withCard(EnhancedNetworking.NONE)).card())
                .isEqualTo(EnhancedNetworking.NONE);
        assertThat(placer.place(request("b").withCard(null)).card()).isEqualTo(EnhancedNetworking.ENA);
        assertThatThrownBy(() -> placer.place(request("c").withCard(EnhancedNetworking.INTEL_82599)))
                .hasMessageStartingWith("InvalidParameterCombination")
                .hasMessageContaining("it has 'ena'");
    }

    @Test
    void shouldKeepAClusterOnOneRackWhileThereIsRoom() {
        List<Placement> placements = placer.placeAll(requests(4, HPC));
        assertThat(placements).extracting(Placement::hostId).doesNotHaveDuplicates();
        assertThat(placements).extracting(p -> REGION.rackOf(p.hostId())).containsOnly(rackOfFirst(placements));
    }

    @Test
    void shouldRefuseTypesThatCannotJoinACluster() {
        InstanceType burstable = Catalogue.builtIn().find("t3.xlarge");
        assertThatThrownBy(
                        () -> placer.place(PlacementRequest.of("a", burstable).inGroup(HPC)))
                .hasMessage("InvalidParameterCombination: Cluster placement groups are not supported by the 't3.xlarge'"
                        + " instance type. Specify a supported instance type or change the placement group strategy, and"
                        + " try again.");
    }

    @Test
    void shouldKeepAClusterInItsZone() {
        placer.place(request("a").inGroup(HPC).inZone("us-east-1b"));
        assertThat(REGION.zoneOf(placer.place(request("b").inGroup(HPC)).hostId()))
                .isEqualTo(1);
        assertThatThrownBy(() -> placer.place(request("c").inGroup(HPC).inZone("us-east-1a")))
                .hasMessage("InvalidPlacementGroup.InUse: The placement group 'hpc' is in use in another availability"
                        + " zone: us-east-1b");
    }

    @Test
    void shouldNeverShareARackBetweenPartitions() {
        List<Placement> placements = placer.placeAll(requests(30, KAFKA));
        for (int partition = 1; partition <= 3; partition++) {
            int wanted = partition;
            assertThat(placements).filteredOn(p -> p.partition() == wanted).hasSize(10);
        }
        for (Placement a : placements) {
            for (Placement b : placements) {
                boolean sameRack = REGION.rackOf(a.hostId()) == REGION.rackOf(b.hostId());
                assertThat(sameRack && a.partition() != b.partition()).isFalse();
            }
        }
    }

    @Test
    void shouldHonourThePartitionAskedFor() {
        assertThat(placer.place(request("a").inGroup(KAFKA).inPartition(2)).partition())
                .isEqualTo(2);
        assertThat(placer.place(request("b").inGroup(KAFKA)).partition()).isEqualTo(1);
        assertThatThrownBy(() -> placer.place(request("c").inGroup(KAFKA).inPartition(4)))
                .hasMessageContaining("partitions 1 to 3");
        assertThatThrownBy(() -> placer.place(request("c").inGroup(HPC).inPartition(1)))
                .hasMessageStartingWith("InvalidParameterCombination");
        assertThatThrownBy(() ->
                        placer.place(request("c").inGroup(KAFKA).inPartition(1).onHostOf("a")))
                .hasMessageContaining("its rack belongs to partition 2");
    }

    @Test
    void shouldFailAPartitionWhenItsRacksAreGone() {
        Placer small = placer(new Region("r", 1, 1, 2, 1, 9001), HostSettings.builtIn(), 1);
        small.place(request("a").inGroup(KAFKA).inPartition(1));
        small.place(request("b").inGroup(KAFKA).inPartition(2));
        assertThatThrownBy(() -> small.place(request("c").inGroup(KAFKA).inPartition(3)))
                .hasMessageStartingWith("InsufficientInstanceCapacity")
                .hasMessageContaining("share no rack");
        assertThat(small.place(request("c").inGroup(KAFKA)).partition()).isEqualTo(1);
    }

    @Test
    void shouldSpreadOverRacksAndAtMostSevenAZone() {
        List<Placement> placements = placer.placeAll(requests(14, QUORUM));
        assertThat(placements).extracting(p -> REGION.rackOf(p.hostId())).doesNotHaveDuplicates();
        assertThat(placements).filteredOn(p -> REGION.zoneOf(p.hostId()) == 0).hasSize(7);
        assertThatThrownBy(() -> placer.place(request("x").inGroup(QUORUM)))
                .hasMessageStartingWith("InsufficientInstanceCapacity")
                .hasMessageContaining("7 of at most 7");
    }

    @Test
    void shouldSayWhatWasShort() {
        HostSettings few = HostSettings.builtIn().with("few.csv", "kind, slots, vcpus\nena, 1, 96\n");
        Placer tight = placer(new Region("us-east-1", 2, 1, 1, 2, 9001), few, 1);
        tight.place(request("a").inZone("us-east-1a"));
        tight.place(PlacementRequest.of("b", INTEL).inZone("us-east-1a"));
        assertThatThrownBy(() -> tight.place(request("c").inZone("us-east-1a")))
                .hasMessage("InsufficientInstanceCapacity: We currently do not have sufficient c5n.18xlarge capacity in"
                        + " us-east-1a for 'c'. 1 of 2 hosts lack the right hypervisor. 1 of 2 hosts lack"
                        + " interface slots. Try without a zone, or another one.");
        assertThat(tight.place(request("c"))).isNotNull();
    }

    @Test
    void shouldChangeNothingWhenABatchFails() {
        Placement before = placer.place(request("before").inGroup(QUORUM));
        List<PlacementRequest> batch = requests(12, KAFKA);
        batch.add(request("cluster").inGroup(HPC));
        batch.add(request("spread").inGroup(QUORUM));
        batch.add(request("bad").onHostOf("nobody"));
        assertThatThrownBy(() -> placer.placeAll(batch)).hasMessageContaining("'nobody', which has not been placed");

        assertThat(placer.placements()).containsExactly(before);
        for (int host = 0; host < REGION.hostCount(); host++) {
            assertThat(placer.hosts().usedSlots(host)).isEqualTo(host == before.hostId() ? 1 : 0);
            assertThat(placer.hosts().usedVcpus(host)).isEqualTo(host == before.hostId() ? 72 : 0);
        }
        batch.remove(batch.size() - 1);
        Placer fresh = placer(REGION, HostSettings.builtIn(), 42);
        fresh.place(request("before").inGroup(QUORUM));
        assertThat(placer.placeAll(batch)).isEqualTo(fresh.placeAll(batch));
    }

    @Test
    void shouldRefuseANamePlacedAlready() {
        placer.place(request("a"));
        assertCode(() -> placer.place(request("a"))).isEqualTo("InvalidParameterValue");
        assertCode(() -> placer.placeAll(List.of(request("b"), request("b")))).isEqualTo("InvalidParameterValue");
        assertThat(placer.placements()).hasSize(1);
    }

    @Test
    void shouldPlaceTheSameForTheSameSeedAndElsewhereForOthers() {
        List<PlacementRequest> batch = requests(8, null);
        Set<List<Placement>> seen = new HashSet<>();
        for (long seed = 0; seed < 5; seed++) {
            List<Placement> once = placer(REGION, HostSettings.builtIn(), seed).placeAll(batch);
            assertThat(placer(REGION, HostSettings.builtIn(), seed).placeAll(batch))
                    .isEqualTo(once);
            seen.add(once);
        }
        assertThat(seen).hasSizeGreaterThan(1);
    }

    @Test
    void shouldKeepThePlacesOfASeedAcrossReleases() {
        assertThat(placer.placeAll(requests(3, null)))
                .extracting(p -> REGION.hostName(p.hostId()))
                .containsExactly("us-east-1a-dc2-r02-h01", "us-east-1a-dc1-r01-h01", "us-east-1a-dc2-r02-h02");
    }

    private static int rackOfFirst(List<Placement> placements) {
        return REGION.rackOf(placements.get(0).hostId());
    }
}
