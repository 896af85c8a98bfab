package io.ringlane.placement.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.placement.PlacementException;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RegionTest {
    private static final Region REGION = new Region("us-east-1", 2, 2, 4, 4, 9001);

    @Test
    void shouldNameHostsByZoneDataCentreRackAndHost() {
        assertThat(REGION.hostCount()).isEqualTo(64);
        assertThat(REGION.hostName(0)).isEqualTo("us-east-1a-dc1-r01-h01");
        assertThat(REGION.hostName(6)).isEqualTo("us-east-1a-dc1-r02-h03");
        assertThat(REGION.host(63))
                .isEqualTo(
                        new Host(63, "us-east-1b-dc2-r04-h04", "us-east-1b", "us-east-1b-dc2", "us-east-1b-dc2-r04"));
        assertThatThrownBy(() -> REGION.host(64)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldGiveEveryHostItsOwnName() {
        Set<String> names = new HashSet<>();
        for (int host = 0; host < REGION.hostCount(); host++) {
            names.add(REGION.hostName(host));
        }
        assertThat(names).hasSize(64);
    }

    @Property(tries = 500)
    void shouldRelateHostsAsTheirNamesDo(
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @IntRange(min = 1, max = 3) int dataCentres,
            @ForAll @IntRange(min = 1, max = 12) int racks,
            @ForAll @IntRange(min = 1, max = 12) int hosts,
            @ForAll @IntRange(min = 0, max = 100_000) int a,
            @ForAll @IntRange(min = 0, max = 100_000) int b) {
        Region region = new Region("r", zones, dataCentres, racks, hosts, 1500);
        Host hostA = region.host(a % region.hostCount());
        Host hostB = region.host(b % region.hostCount());
        Relation relation = region.relation(hostA.id(), hostB.id());
        assertThat(relation).isEqualTo(byName(hostA, hostB)).isEqualTo(region.relation(hostB.id(), hostA.id()));
    }

    private static Relation byName(Host a, Host b) {
        if (a.name().equals(b.name())) {
            return Relation.SAME_HOST;
        }
        if (a.rack().equals(b.rack())) {
            return Relation.SAME_RACK;
        }
        if (a.dataCentre().equals(b.dataCentre())) {
            return Relation.SAME_DATA_CENTRE;
        }
        return a.zone().equals(b.zone()) ? Relation.SAME_ZONE : Relation.CROSS_ZONE;
    }

    @Test
    void shouldFindZonesAndNameTheNearest() {
        assertThat(REGION.zone("us-east-1b")).isEqualTo(1);
        assertThatThrownBy(() -> REGION.zone("us-eest-1b"))
                .isInstanceOf(PlacementException.class)
                .hasMessage(
                        "InvalidParameterValue: Invalid availability zone: [us-eest-1b]; did you mean 'us-east-1b'?");
        assertThatThrownBy(() -> REGION.zone("nosuch"))
                .hasMessageEndingWith("[nosuch]; the zones of us-east-1 are us-east-1a, us-east-1b");
    }

    @Test
    void shouldRefuseCountsOutOfRange() {
        assertThatThrownBy(() -> new Region("r", 0, 1, 1, 1, 9001)).hasMessage("zones must be 1 to 26, not 0");
        assertThatThrownBy(() -> new Region("r", 27, 1, 1, 1, 9001)).hasMessage("zones must be 1 to 26, not 27");
        assertThatThrownBy(() -> new Region("r", 1, 1, 1, 0, 9001)).hasMessageStartingWith("hostsPerRack must be");
        assertThatThrownBy(() -> new Region("r", 1, 1, 1, 1, 9002)).hasMessage("mtu must be 1500 to 9001, not 9002");
        assertThatThrownBy(() -> new Region(" ", 1, 1, 1, 1, 9001)).hasMessageContaining("needs a name");
    }

    @Test
    void shouldRefuseMoreHostsThanItCountsWithoutOverflow() {
        assertThat(new Region("r", 10, 10, 100, 100, 9001).hostCount()).isEqualTo(1_000_000);
        assertThatThrownBy(() -> new Region("r", 26, 1_000_000, 1_000_000, 1_000_000, 9001))
                .hasMessageContaining("more than 1000000 hosts");
    }
}
