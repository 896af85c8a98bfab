package io.ringlane.placement.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import org.junit.jupiter.api.Test;

class PlacementGroupsTest {
    private static final Region REGION = new Region("us-east-1", 2, 2, 4, 4, 9001);
    private static final InstanceType TYPE = Catalogue.builtIn().find("c5n.18xlarge");
    private static final InstanceType OTHER = Catalogue.builtIn().find("c5.large");
    private static final PlacementGroup HPC = PlacementGroup.cluster("hpc");

    private final Placer placer = new Placer(REGION, HostSettings.builtIn(), 42);
    private final PlacementGroups groups = placer.groups();

    private static PlacementRequest request(String name, PlacementGroup group) {
        return PlacementRequest.of(name, TYPE).inGroup(group);
    }

    @Test
    void shouldKeepNamesUniqueInTheAccount() {
        assertThat(groups.create(HPC)).isEqualTo(HPC);
        assertThatThrownBy(() -> groups.create(PlacementGroup.spread("hpc")))
                .hasMessage("InvalidPlacementGroup.Duplicate: The placement group 'hpc' already exists.");
        assertThat(groups.list()).containsExactly(HPC);
        assertThat(groups.find("hpc")).isSameAs(HPC);
    }

    @Test
    void shouldRefuseAnUnknownGroup() {
        groups.create(HPC);
        assertThatThrownBy(() -> placer.place(request("a", PlacementGroup.cluster("hcp"))))
                .hasMessage("InvalidPlacementGroup.Unknown: The Placement Group 'hcp' is unknown; did you mean 'hpc'?");
        assertThatThrownBy(() -> groups.delete("hcp")).hasMessageStartingWith("InvalidPlacementGroup.Unknown");
        assertThatThrownBy(() -> placer.place(request("a", PlacementGroup.spread("hpc"))))
                .hasMessageStartingWith("InvalidPlacementGroup.Duplicate");
        assertThat(placer.placements()).isEmpty();
    }

    @Test
    void shouldNotDeleteAGroupThatRunningOrStoppedInstancesUse() {
        groups.create(HPC);
        placer.place(request("a", HPC));
        assertThatThrownBy(() -> groups.delete("hpc"))
                .hasMessage("InvalidPlacementGroup.InUse: The placement group 'hpc' is in use and may not be deleted."
                        + " 1 instance is in it: terminate them, or stop them and move them out.");
        placer.stop("a");
        assertThatThrownBy(() -> groups.delete("hpc")).hasMessageStartingWith("InvalidPlacementGroup.InUse");
        assertThat(groups.size("hpc")).isEqualTo(1);
        placer.terminate("a");
        groups.delete("hpc");
        assertThat(groups.list()).isEmpty();
        assertThat(groups.create(PlacementGroup.spread("hpc"))).isNotNull();
    }

    @Test
    void shouldLimitTheGroupsOfAnAccount() {
        for (int i = 0; i < PlacementGroups.MAX_GROUPS; i++) {
            groups.create(PlacementGroup.cluster("g" + i));
        }
        assertThatThrownBy(() -> groups.create(HPC))
                .hasMessageStartingWith("PlacementGroupLimitExceeded: An account has at most 500");
        groups.delete("g7");
        assertThat(groups.create(HPC)).isEqualTo(HPC);
    }

    @Test
    void shouldLetAnInstanceEnterOnlyWhileItIsStopped() {
        groups.create(HPC);
        placer.place(PlacementRequest.of("a", TYPE));
        assertThatThrownBy(() -> placer.move("a", HPC, 0)).hasMessageStartingWith("IncorrectInstanceState");
        placer.stop("a");
        placer.move("a", HPC, 0);
        assertThat(groups.size("hpc")).isEqualTo(1);
        assertThat(placer.start("a").group()).isEqualTo(HPC);
        placer.stop("a");
        placer.move("a", null, 0);
        groups.delete("hpc");
        assertThat(placer.start("a").group()).isNull();
    }

    @Test
    void shouldLeaveAnInstanceWhereItWasWhenAMoveIsRefused() {
        PlacementGroup kafka = groups.create(PlacementGroup.partition("kafka", 3));
        groups.create(HPC);
        InstanceType burstable = Catalogue.builtIn().find("t3.xlarge");
        placer.place(PlacementRequest.of("a", burstable).inGroup(kafka).inPartition(2));
        placer.place(request("elsewhere", HPC).inZone("us-east-1b"));
        placer.stop("a");
        assertThatThrownBy(() -> placer.move("a", HPC, 0)).hasMessageContaining("not supported by the 't3.xlarge'");
        assertThatThrownBy(() -> placer.move("a", kafka, 4)).hasMessageContaining("partitions 1 to 3");
        assertThatThrownBy(() -> placer.move("a", kafka, -1)).hasMessageStartingWith("InvalidParameterValue");
        assertThatThrownBy(() -> placer.move("a", null, 1)).hasMessageStartingWith("InvalidParameterCombination");
        assertThat(groups.size("kafka")).isEqualTo(1);
        assertThat(groups.size("hpc")).isEqualTo(1);
        assertThat(placer.start("a").partition()).isEqualTo(2);

        placer.place(PlacementRequest.of("b", TYPE).inZone("us-east-1a"));
        placer.stop("b");
        assertThatThrownBy(() -> placer.move("b", HPC, 0))
                .hasMessage("InvalidPlacementGroup.InUse: The placement group 'hpc' is in use in another availability"
                        + " zone: us-east-1b");
    }

    @Test
    void shouldMoveBetweenPartitions() {
        PlacementGroup kafka = groups.create(PlacementGroup.partition("kafka", 3));
        placer.place(request("a", kafka));
        placer.stop("a");
        placer.move("a", kafka, 3);
        assertThat(placer.start("a").partition()).isEqualTo(3);
        placer.stop("a");
        placer.move("a", kafka, 0);
        placer.place(request("b", kafka));
        assertThat(placer.start("a").partition()).isEqualTo(2);
    }

    @Test
    void shouldWarnOfMixedTypesInAClusterGroup() {
        groups.create(HPC);
        PlacementGroup kafka = groups.create(PlacementGroup.partition("kafka", 3));
        placer.place(request("a", HPC));
        assertThat(groups.warnings("hpc")).isEmpty();
        placer.place(PlacementRequest.of("b", OTHER).inGroup(HPC));
        placer.place(PlacementRequest.of("c", OTHER).inGroup(kafka));
        placer.place(request("d", kafka));
        assertThat(groups.warnings("hpc"))
                .singleElement()
                .asString()
                .startsWith("The cluster group 'hpc' mixes the types c5.large, c5n.18xlarge:");
        assertThat(placer.explain("b").warnings()).isEqualTo(groups.warnings("hpc"));
        assertThat(groups.warnings("kafka")).isEmpty();
        placer.terminate("b");
        assertThat(groups.warnings("hpc")).isEmpty();
    }
}
