package io.ringlane.placement.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlacementGroupTest {
    @Test
    void shouldRefuseWhatEc2Refuses() {
        assertThatThrownBy(() -> PlacementGroup.partition("p", 8)).hasMessageContaining("PartitionCount", "1 to 7");
        assertThatThrownBy(() -> PlacementGroup.partition("p", 0)).hasMessageStartingWith("InvalidParameterValue");
        assertThatThrownBy(() -> new PlacementGroup("c", Strategy.CLUSTER, 2))
                .hasMessageStartingWith("InvalidParameterCombination");
        assertThatThrownBy(() -> PlacementGroup.cluster("")).hasMessageStartingWith("InvalidParameterValue");
        assertThatThrownBy(() -> PlacementGroup.cluster("é")).hasMessageStartingWith("InvalidParameterValue");
        assertThatThrownBy(() -> PlacementGroup.cluster("x".repeat(256))).hasMessageContaining("255");
    }

    @Test
    void shouldSeeOneClusterOnlyInOneClusterGroup() {
        PlacementGroup hpc = PlacementGroup.cluster("hpc");
        assertThat(PlacementGroup.sameCluster(hpc, PlacementGroup.cluster("hpc")))
                .isTrue();
        assertThat(PlacementGroup.sameCluster(hpc, PlacementGroup.cluster("other")))
                .isFalse();
        assertThat(PlacementGroup.sameCluster(hpc, null)).isFalse();
        assertThat(PlacementGroup.sameCluster(null, null)).isFalse();
        PlacementGroup spread = PlacementGroup.spread("s");
        assertThat(PlacementGroup.sameCluster(spread, spread)).isFalse();
    }
}
