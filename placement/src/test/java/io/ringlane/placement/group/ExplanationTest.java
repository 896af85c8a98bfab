package io.ringlane.placement.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final Region REGION = new Region("us-east-1", 2, 1, 4, 2, 9001);
    private static final InstanceType BIG = Catalogue.builtIn().find("c5n.18xlarge");
    private static final PlacementGroup HPC = PlacementGroup.cluster("hpc");
    private static final PlacementGroup KAFKA = PlacementGroup.partition("kafka", 3);
    private static final PlacementGroup QUORUM = PlacementGroup.spread("quorum");
    private static final HostSettings ONE_EACH =
            HostSettings.builtIn().with("one.csv", "kind, slots, vcpus\nena, 1, 72\n");

    private final Placer placer = new Placer(REGION, ONE_EACH, 42);

    ExplanationTest() {
        List.of(HPC, KAFKA, QUORUM).forEach(placer.groups()::create);
    }

    private Placement launch(String name, PlacementGroup group) {
        return placer.place(PlacementRequest.of(name, BIG).inGroup(group));
    }

    @Test
    void shouldExplainEachDecision() {
        Placement a = launch("a", null);
        String rack = REGION.host(a.hostId()).rack();
        assertThat(placer.explain("a").toString())
                .isEqualTo("a runs here:"
                        + "\n  zone us-east-1a: none was asked for, and this is the first"
                        + "\n  rack " + rack + ": the seed and its name begin the search here"
                        + "\n  host " + rack
                        + "-h01: of the rack's hosts with room it had the fewest interfaces in use;"
                        + " now it has 1, and 72 vCPUs"
                        + "\n  interface 0: ena interface, 100 Gbit/s, 32 queues: the type c5n.18xlarge has it and the"
                        + " image 'modern' carries the driver");
    }

    @Test
    void shouldExplainZonesAndRacksThatWerePassedOver() {
        for (int i = 0; i < 8; i++) {
            launch("i" + i, null);
        }
        launch("next", null);
        assertThat(placer.explain("next").reasons().get(0))
                .isEqualTo("zone us-east-1b: none was asked for, and those before it had no room that the rules allow");
        assertThat(placer.placements())
                .filteredOn(p -> placer.explain(p.instance()).toString().contains("passed over for want of room"))
                .isNotEmpty();
    }

    @Test
    void shouldExplainWhatAGroupDecided() {
        launch("c1", HPC);
        launch("c2", HPC);
        assertThat(placer.explain("c2").reasons())
                .contains(
                        "zone us-east-1a: the group was there already",
                        "cluster group 'hpc': all that run share us-east-1a-dc1");
        placer.place(PlacementRequest.of("k1", BIG).inGroup(KAFKA).inPartition(2));
        assertThat(placer.explain("k1").reasons()).contains("partition group 'kafka': partition 2 of 3, asked for");
        launch("q1", QUORUM);
        assertThat(placer.explain("q1").reasons()).contains("spread group 'quorum': no other member is on its rack");
    }

    @Test
    void shouldExplainAnInstanceThatIsStoppedOrStartedAgain() {
        launch("a", HPC);
        placer.stop("a");
        assertThat(placer.explain("a").toString())
                .isEqualTo("a does not run:\n  it is stopped; it keeps its zone, us-east-1a, and its place in the group"
                        + " 'hpc'");
        placer.start("a");
        assertThat(placer.explain("a").reasons()).contains("zone us-east-1a: an instance keeps the zone of its launch");
    }

    @Test
    void shouldSayEverythingThatStandsAgainstAHost() {
        Placement q1 = launch("q1", QUORUM);
        Placement q2 = launch("q2", QUORUM);
        String host = REGION.hostName(q2.hostId());
        assertThat(placer.whyNot("q1", q2.hostId()))
                .containsExactly(
                        "group 'quorum': its rack holds 'q2' of the same group", host + " lacks interface slots");
        assertThat(placer.whyNot("q1", q1.hostId())).containsExactly("it does run there");
        assertThat(placer.whyNot("q1", 15))
                .containsExactly("us-east-1b-dc1-r04-h02 stands in us-east-1b, and 'q1' belongs in us-east-1a");
        assertThat(placer.whyNot("q1", q1.hostId() ^ 1))
                .singleElement()
                .asString()
                .startsWith("nothing stands against it: ");
        assertThatThrownBy(() -> placer.whyNot("q1", 16))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("no host 16 in us-east-1: its hosts are 0 to 15");
        assertThatThrownBy(() -> placer.whyNot("q1", -1)).hasMessageStartingWith("no host -1 in us-east-1");
    }

    @Test
    void shouldSayWhyARequestWouldNotGetAHost() {
        Placement k1 =
                placer.place(PlacementRequest.of("k1", BIG).inGroup(KAFKA).inPartition(2));
        PlacementRequest k2 = PlacementRequest.of("k2", BIG).inGroup(KAFKA).inPartition(1);
        assertThat(placer.whyNot(k2, k1.hostId() ^ 1))
                .containsExactly("group 'kafka': its rack belongs to partition 2");
        assertThat(placer.placements()).containsExactly(k1);
    }

    @Test
    void shouldChangeNothingByAsking() {
        Placer asked = new Placer(REGION, HostSettings.builtIn(), 42);
        Placer left = new Placer(REGION, HostSettings.builtIn(), 42);
        for (Placer each : List.of(asked, left)) {
            each.groups().create(HPC);
            each.placeAll(List.of(
                    PlacementRequest.of("a", BIG).inGroup(HPC).onHostOf(null),
                    PlacementRequest.of("b", BIG).inGroup(HPC)));
            fillRackOf(each, "a");
            each.place(PlacementRequest.of("c", BIG).inGroup(HPC));
            each.stop("a");
            each.stop("b");
        }
        for (int host = 0; host < REGION.hostCount(); host++) {
            asked.whyNot("c", host);
            asked.explain("c");
        }
        PlacementRequest next = PlacementRequest.of("d", BIG).inGroup(HPC);
        assertThat(asked.place(next)).isEqualTo(left.place(next));
        assertThat(asked.startAll(List.of("a", "b"))).isEqualTo(left.startAll(List.of("a", "b")));
    }

    private static void fillRackOf(Placer placer, String instance) {
        for (int i = 0; i < 100; i++) {
            Placement filler = placer.place(
                    PlacementRequest.of("f" + i, Catalogue.builtIn().find("m5.24xlarge"))
                            .inZone("us-east-1a"));
            if (REGION.rackOf(filler.hostId())
                    != REGION.rackOf(placer.placements().get(0).hostId())) {
                placer.terminate(filler.instance());
            }
        }
        assertThat(placer.placements()).extracting(Placement::instance).contains(instance);
    }
}
