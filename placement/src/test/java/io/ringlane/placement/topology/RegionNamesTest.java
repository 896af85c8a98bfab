package io.ringlane.placement.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegionNamesTest {

    @Test
    void shouldListRegionsOfEveryPartitionAsEc2NamesThem() {
        assertThat(RegionNames.listed())
                .hasSize(38)
                .contains("us-east-1", "sa-east-1", "us-gov-west-1", "cn-northwest-1")
                .allSatisfy(name -> assertThat(name).matches("[a-z]{2}(-[a-z]+)+-[0-9]"));
    }
}
