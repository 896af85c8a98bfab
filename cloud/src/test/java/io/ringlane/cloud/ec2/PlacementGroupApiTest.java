package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.ec2.PlacementGroupApi.Description;
import io.ringlane.cloud.instance.PlacerHosts;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.group.Strategy;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacementGroupApiTest {

    private static final long SECOND_NS = 1_000_000_000L;

    private final VirtualClock clock = new VirtualClock();
    private TestRegion region;
    private Ec2Region ec2;
    private PlacementGroupApi groups;
    private String vpc;
    private String subnet;

    @BeforeEach
    void setUp() {
        Region topology = new Region("us-east-1", 2, 1, 8, 4, 9001);
        ec2 = new Ec2Region(
                topology.zoneNames(),
                Catalogue.builtIn(),
                Ec2Settings.builtIn().with(Setting.SHUTTING_DOWN_MS, 1000),
                clock,
                new PlacerHosts(new Placer(topology, HostSettings.builtIn(), 42)),
                TestRegion.ROUTER_MAC,
                42);
        region = new TestRegion(ec2, clock);
        groups = ec2.placementGroups();
        vpc = region.vpc("10.0.0.0/16");
        subnet = region.subnet(vpc, "10.0.1.0/24");
    }

    private String launch(String type, String subnetId, String group) {
        return ec2.instances()
                .run(LaunchSpec.of(type, subnetId).inGroup(group, 0))
                .get(0)
                .id();
    }

    private static void assertRefused(String code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(Ec2Exception.class).hasMessageStartingWith(code + ": ");
    }

    @Test
    void shouldRefuseWithEc2sCodes() {
        groups.create("hpc", Strategy.CLUSTER);
        launch("c5n.large", subnet, "hpc");

        assertRefused("InvalidPlacementGroup.Duplicate", () -> groups.create("hpc", Strategy.SPREAD));
        assertRefused("InvalidPlacementGroup.Unknown", () -> groups.describe("hcp"));
        assertRefused("InvalidPlacementGroup.Unknown", () -> groups.delete("hcp"));
        assertRefused("InvalidPlacementGroup.InUse", () -> groups.delete("hpc"));
        assertRefused("InvalidParameterValue", () -> groups.create(" ", Strategy.CLUSTER));
        assertRefused("InvalidParameterValue", () -> groups.create("kafka", Strategy.PARTITION, 8));
        assertRefused("InvalidParameterCombination", () -> groups.create("quorum", Strategy.SPREAD, 2));
        for (int i = 1; i < 500; i++) {
            groups.create("group-" + i, Strategy.SPREAD);
        }
        assertRefused("PlacementGroupLimitExceeded", () -> groups.create("one-more", Strategy.SPREAD));
        assertThat(groups.describe()).hasSize(500);
    }

    @Test
    void shouldDescribeGroupsWithWhatIsInThem() {
        groups.create("kafka", Strategy.PARTITION, 3);
        groups.create("hpc", Strategy.CLUSTER);
        launch("c5n.large", subnet, "hpc");
        launch("c5n.xlarge", subnet, "hpc");

        assertThat(groups.describe("kafka"))
                .isEqualTo(new Description(PlacementGroup.partition("kafka", 3), 0, List.of()));
        assertThat(groups.describe()).extracting(Description::instances).containsExactly(0, 2);
        assertThat(groups.describe("hpc").warnings())
                .singleElement()
                .asString()
                .contains("mixes the types c5n.large, c5n.xlarge");
    }

    /** What has shut down by now has left its group, though nobody called meanwhile. */
    @Test
    void shouldDeleteAGroupOnceItsInstancesHaveShutDown() {
        groups.create("hpc", Strategy.CLUSTER);
        String id = launch("c5n.large", subnet, "hpc");
        ec2.instances().terminate(id);
        assertRefused("InvalidPlacementGroup.InUse", () -> groups.delete("hpc"));
        assertThat(groups.describe("hpc").instances()).isEqualTo(1);

        clock.advanceTo(2 * SECOND_NS);
        groups.delete("hpc");

        assertThat(groups.describe()).isEmpty();
    }

    @Test
    void shouldWarnOfAClusterGroupInVpcsWithoutPeering() {
        groups.create("hpc", Strategy.CLUSTER);
        groups.create("quorum", Strategy.SPREAD);
        String other = region.vpc("10.1.0.0/16");
        String far = region.subnet(other, "10.1.1.0/24");
        for (String group : List.of("hpc", "quorum")) {
            launch("c5n.large", subnet, group);
            launch("c5n.large", far, group);
        }
        assertThat(groups.describe("quorum").warnings()).isEmpty();
        assertThat(groups.describe("hpc").warnings())
                .singleElement()
                .asString()
                .contains(vpc)
                .contains(other)
                .contains("no active peering");

        String peering = ec2.peerings().create(vpc, other).id();
        assertThat(groups.describe("hpc").warnings()).hasSize(1);
        ec2.peerings().accept(peering);
        assertThat(groups.describe("hpc").warnings()).isEmpty();
        ec2.peerings().delete(peering);
        assertThat(groups.describe("hpc").warnings()).hasSize(1);
    }

    /** Groups are made and deleted beside launches; a map that two threads change at a time loses some, or throws. */
    @Test
    void shouldBeCalledByAnyThread() throws Exception {
        int threads = 4;
        int each = 50;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int own = thread;
                calls.add(() -> {
                    for (int i = 0; i < each; i++) {
                        String name = "group-" + own + "-" + i;
                        groups.create(name, Strategy.SPREAD);
                        String id = launch("c5n.large", subnet, name);
                        ec2.instances().terminate(id);
                        groups.describe(name);
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(calls)) {
                done.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        clock.advanceTo(2 * SECOND_NS);

        assertThat(groups.describe()).hasSize(threads * each).allMatch(group -> group.instances() == 0);
    }
}
