package io.ringlane.placement.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instances that stop, start, end and change their interfaces. */
class LifeTest {
    private static final InstanceType BIG = Catalogue.builtIn().find("c5n.18xlarge"); // 72 vCPUs
    private static final InstanceType SMALL = Catalogue.builtIn().find("c5n.large");
    private static final PlacementGroup HPC = PlacementGroup.cluster("hpc");
    private static final PlacementGroup QUORUM = PlacementGroup.spread("quorum");

    /** One zone of two data centres with two racks of two hosts, each with room for one BIG instance. */
    private static final Region REGION = new Region("r", 1, 2, 2, 2, 9001);

    private static final HostSettings ONE_EACH =
            HostSettings.builtIn().with("one.csv", "kind, slots, vcpus\nena, 4, 72\n");

    private final Placer placer = new Placer(REGION, ONE_EACH, 7);

    private List<Placement> launch(String prefix, int count, PlacementGroup group) {
        return placer.placeAll(IntStream.range(0, count)
                .mapToObj(i -> PlacementRequest.of(prefix + i, BIG).inGroup(group))
                .toList());
    }

    private static int dataCentre(Placement placement) {
        return REGION.dataCentreOf(placement.hostId());
    }

    @Test
    void shouldFreeTheHostOfAStoppedInstanceAndKeepItsZoneAndGroup() {
        Region twoZones = new Region("r", 2, 1, 1, 1, 9001);
        Placer two = new Placer(twoZones, ONE_EACH, 1);
        two.place(PlacementRequest.of("a", BIG).inZone("rb"));
        two.stop("a");
        two.stop("a");
        assertThat(two.hosts().usedVcpus(1)).isZero();
        assertThat(two.placements()).isEmpty();
        assertThat(two.start("a").hostId()).isEqualTo(1);
        assertThat(two.start("a").hostId()).isEqualTo(1);
        two.stop("a");
        two.place(PlacementRequest.of("b", BIG).inZone("rb"));
        assertThatThrownBy(() -> two.start("a"))
                .hasMessage("InsufficientInstanceCapacity: We currently do not have sufficient c5n.18xlarge capacity in"
                        + " rb for 'a'. 1 of 1 hosts lack vCPUs.");
        two.terminate("b");
        assertThat(two.start("a").hostId()).isEqualTo(1);
    }

    @Test
    void shouldUsuallyStartAnInstanceOnAnotherHost() {
        Placer wide = new Placer(new Region("r", 1, 10, 10, 10, 9001), HostSettings.builtIn(), 3);
        int moved = 0;
        for (int i = 0; i < 100; i++) {
            int host = wide.place(PlacementRequest.of("i" + i, SMALL)).hostId();
            wide.stop("i" + i);
            moved += wide.start("i" + i).hostId() == host ? 0 : 1;
        }
        assertThat(moved).isGreaterThan(90);
    }

    @Test
    void shouldNotKnowATerminatedInstance() {
        launch("alpha", 1, null);
        assertThatThrownBy(() -> placer.stop("alpha1"))
                .hasMessage(
                        "InvalidInstanceID.NotFound: The instance ID 'alpha1' does not exist; did you mean 'alpha0'?");
        placer.terminate("alpha0");
        assertThatThrownBy(() -> placer.start("alpha0"))
                .hasMessage(
                        "InvalidInstanceID.NotFound: The instance ID 'alpha0' does not exist; there are no instances");
        assertThat(launch("alpha", 1, null)).hasSize(1);
    }

    @Test
    void shouldKeepAClusterInOneDataCentreAndPackItAnewAfterAStopOfAll() {
        createHpc();
        List<Placement> first = launch("a", 2, HPC);
        int home = dataCentre(first.get(0));
        assertThat(first).extracting(LifeTest::dataCentre).containsOnly(home);
        List<Placement> others = launch("f", 6, null);
        for (Placement other : others) {
            if (dataCentre(other) != home) {
                placer.terminate(other.instance());
            }
        }
        PlacementRequest late = PlacementRequest.of("late", BIG).inGroup(HPC);
        assertThatThrownBy(() -> placer.place(late))
                .hasMessage("InsufficientInstanceCapacity: We currently do not have sufficient c5n.18xlarge capacity in"
                        + " ra for 'late'. 4 of 8 hosts are barred by the rule of the group. 4 of 8 hosts lack vCPUs."
                        + " The cluster group 'hpc' runs 2 instances in ra-dc" + (home + 1) + " and stays there; stop"
                        + " and start all of them to have the group packed anew, or ask for all in one launch.");

        placer.place(PlacementRequest.of("late", BIG));
        placer.stop("late");
        placer.move("late", HPC, 0);
        assertThatThrownBy(() -> placer.start("late")).hasMessageStartingWith("InsufficientInstanceCapacity");
        placer.stop("a0");
        placer.stop("a1");
        assertThat(placer.startAll(List.of("a0", "a1", "late")))
                .extracting(LifeTest::dataCentre)
                .containsOnly(1 - home);
    }

    @Test
    void shouldFindTheDataCentreThatHoldsAWholeBatch() {
        List<Placement> filler = launch("f", 1, null);
        List<Placement> batch = launch("a", 4, createHpc());
        assertThat(batch).extracting(LifeTest::dataCentre).containsOnly(1 - dataCentre(filler.get(0)));
    }

    @Test
    void shouldSayHowManyOfABatchFitWhenNoDataCentreHoldsAll() {
        createHpc();
        assertThatThrownBy(() -> launch("a", 5, HPC))
                .hasMessage("InsufficientInstanceCapacity: We currently do not have sufficient c5n.18xlarge capacity in"
                        + " ra for the 5 instances that 'a0' is the first of. The cluster group 'hpc' needs room for"
                        + " all in one data-centre; the best has room for 4 of them. Ask for fewer at once, or for"
                        + " smaller types.");
        assertThat(placer.placements()).isEmpty();
        assertThat(placer.groups().size("hpc")).isZero();
        assertThat(launch("a", 4, HPC)).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"rack, 2", "data-centre, 4", "zone, 8"})
    void shouldReachAsFarAsTheSettingSays(String segment, int most) {
        Placer other = new Placer(REGION, ONE_EACH.with("mine.csv", "default, cluster-segment, " + segment + "\n"), 7);
        other.groups().create(HPC);
        for (int i = 0; i < most; i++) {
            other.place(PlacementRequest.of("a" + i, BIG).inGroup(HPC));
        }
        assertThatThrownBy(() -> other.place(PlacementRequest.of("late", BIG).inGroup(HPC)))
                .hasMessageStartingWith("InsufficientInstanceCapacity");
    }

    @Test
    void shouldCountOnlyRunningInstancesOfASpreadGroup() {
        Placer wide = new Placer(new Region("r", 1, 1, 10, 1, 9001), HostSettings.builtIn(), 1);
        wide.groups().create(QUORUM);
        for (int i = 0; i < 7; i++) {
            wide.place(PlacementRequest.of("q" + i, SMALL).inGroup(QUORUM));
        }
        wide.stop("q3");
        wide.place(PlacementRequest.of("q7", SMALL).inGroup(QUORUM));
        assertThatThrownBy(() -> wide.start("q3"))
                .hasMessageStartingWith("InsufficientInstanceCapacity")
                .hasMessageContaining("10 of 10 hosts are barred by the rule of the group.")
                .hasMessageContaining("runs 7 of at most 7 instances in ra");
        wide.terminate("q0");
        assertThat(wide.start("q3").group()).isEqualTo(QUORUM);
    }

    @Test
    void shouldKeepThePartitionOfAStoppedInstance() {
        PlacementGroup kafka = placer.groups().create(PlacementGroup.partition("kafka", 2));
        List<Placement> placements = launch("k", 4, kafka);
        for (Placement placement : placements) {
            placer.stop(placement.instance());
        }
        for (Placement placement : placer.startAll(List.of("k3", "k1", "k0", "k2"))) {
            assertThat(placement.partition())
                    .isEqualTo(
                            placements.get(placement.instance().charAt(1) - '0').partition());
        }
    }

    @Test
    void shouldStartAllOrNone() {
        launch("a", 8, null);
        placer.stop("a1");
        placer.stop("a2");
        launch("b", 1, null);
        List<Placement> before = placer.placements();
        assertThatThrownBy(() -> placer.startAll(List.of("a0", "a1", "a2")))
                .hasMessageStartingWith("InsufficientInstanceCapacity");
        assertThat(placer.placements()).isEqualTo(before);
        assertThat(placer.start("a2")).isNotNull();
    }

    @Test
    void shouldTakeAnInterfaceOfTheHostForEachOfTheInstance() {
        placer.place(PlacementRequest.of("a", BIG).withInterfaces(2));
        int host = placer.placements().get(0).hostId();
        assertThat(placer.hosts().usedSlots(host)).isEqualTo(2);
        assertThat(placer.attachInterface("a")).isEqualTo(2);
        assertThat(placer.attachInterface("a")).isEqualTo(3);
        assertThatThrownBy(() -> placer.attachInterface("a"))
                .hasMessage("InsufficientInstanceCapacity: The host " + REGION.hostName(host) + " of 'a' has no virtual"
                        + " function of its ena card left for another interface. Stop and start the instance to have it"
                        + " moved.");
        placer.detachInterface("a", 2);
        assertThat(placer.attachInterface("a")).isEqualTo(2);
        assertThatThrownBy(() -> placer.detachInterface("a", 0)).hasMessageStartingWith("OperationNotPermitted");
        assertThatThrownBy(() -> placer.detachInterface("a", 9)).hasMessageStartingWith("InvalidAttachmentID.NotFound");
        placer.stop("a");
        assertThat(placer.hosts().usedSlots(host)).isZero();
        placer.detachInterface("a", Placer.NO_SLOT);
        int next = placer.start("a").hostId();
        assertThat(placer.hosts().usedSlots(next)).isEqualTo(3);
        placer.stop("a");
        assertThat(placer.attachInterface("a")).isEqualTo(Placer.NO_SLOT);
        placer.attachInterface("a");
        assertThatThrownBy(() -> placer.start("a")).hasMessageContaining("8 of 8 hosts lack interface slots");
    }

    @Test
    void shouldRefuseMoreInterfacesThanTheTypeHas() {
        placer.place(PlacementRequest.of("a", SMALL).withInterfaces(3));
        assertThatThrownBy(() -> placer.attachInterface("a"))
                .hasMessage("AttachmentLimitExceeded: Interface count 4 exceeds the limit for c5n.large, which is 3.");
        PlacementRequest request = PlacementRequest.of("b", SMALL);
        assertThatThrownBy(() -> request.withInterfaces(4)).hasMessageStartingWith("AttachmentLimitExceeded");
    }

    private PlacementGroup createHpc() {
        return placer.groups().create(HPC);
    }
}
