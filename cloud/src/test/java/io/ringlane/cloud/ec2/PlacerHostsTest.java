package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.eni.Attachment;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.PlacerHosts;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The control plane on the real placer. */
class PlacerHostsTest {

    private final Region topology = new Region("us-east-1", 2, 1, 8, 1, 9001);
    private Placer placer;
    private Ec2Region ec2;
    private String subnet;

    @BeforeEach
    void setUp() {
        placer = new Placer(topology, HostSettings.builtIn(), 42);
        ec2 = new Ec2Region(
                topology.zoneNames(),
                Catalogue.builtIn(),
                Ec2Settings.builtIn(),
                new VirtualClock(),
                new PlacerHosts(placer),
                TestRegion.ROUTER_MAC,
                42);
        String vpc = ec2.vpcs().create("10.0.0.0/16").id();
        subnet = ec2.vpcs().createSubnet(vpc, "10.0.1.0/24", "us-east-1b").id();
    }

    @Test
    void shouldPlaceInTheSubnetsZoneThroughAWholeLife() {
        Instance instance =
                ec2.instances().run(LaunchSpec.of("c5n.large", subnet)).get(0);
        assertThat(topology.zoneOf(instance.hostId())).isEqualTo(1);
        String eni = ec2.interfaces().create(InterfaceSpec.in(subnet)).id();
        Attachment attached = ec2.interfaces().attach(eni, instance.id(), 1);
        assertThat(placer.hosts().usedSlots(instance.hostId())).isEqualTo(2);
        ec2.instances().stop(instance.id());
        assertThat(ec2.instances().describe(instance.id()).hostId()).isEqualTo(Instance.NO_HOST);
        assertThat(placer.placements()).isEmpty();
        ec2.instances().start(instance.id());
        int host = ec2.instances().describe(instance.id()).hostId();
        assertThat(placer.hosts().usedSlots(host)).isEqualTo(2);
        ec2.interfaces().detach(attached.id());
        assertThat(placer.hosts().usedSlots(host)).isEqualTo(1);
        ec2.instances().terminate(instance.id());
        assertThat(placer.hosts().usedSlots(host)).isZero();
    }

    @Test
    void shouldGiveBackTheFunctionOfTheInterfaceThatIsDetached() {
        String id =
                ec2.instances().run(LaunchSpec.of("c5n.xlarge", subnet)).get(0).id();
        List<Attachment> attached = new ArrayList<>();
        for (int device = 1; device <= 3; device++) {
            String eni = ec2.interfaces().create(InterfaceSpec.in(subnet)).id();
            attached.add(ec2.interfaces().attach(eni, id, device));
        }
        assertThat(placer.interfaces(id)).containsExactly(0, 1, 2, 3);

        ec2.interfaces().detach(attached.get(0).id());
        assertThat(placer.interfaces(id)).containsExactly(0, 2, 3);
        ec2.interfaces().detach(attached.get(2).id());
        assertThat(placer.interfaces(id)).containsExactly(0, 2);

        String next = ec2.interfaces().create(InterfaceSpec.in(subnet)).id();
        ec2.interfaces().attach(next, id, 1);
        assertThat(placer.interfaces(id)).containsExactly(0, 2, 1);
        ec2.interfaces().detach(attached.get(1).id());
        assertThat(placer.interfaces(id)).containsExactly(0, 1);
    }

    @Test
    void shouldLetAnInstanceChangeItsGroupWhileItIsStopped() {
        placer.groups().create(PlacementGroup.cluster("hpc"));
        String id =
                ec2.instances().run(LaunchSpec.of("c5n.large", subnet)).get(0).id();
        assertRefused("IncorrectInstanceState", () -> ec2.instances().modifyPlacement(id, "hpc", 0));
        ec2.instances().stop(id);
        assertRefused("InvalidPlacementGroup.Unknown", () -> ec2.instances().modifyPlacement(id, "hcp", 0));
        ec2.instances().modifyPlacement(id, "hpc", 0);
        assertThat(placer.groups().size("hpc")).isEqualTo(1);
        ec2.instances().start(id);
        assertThat(ec2.instances().describe(id).launch().placementGroup()).isEqualTo("hpc");
        ec2.instances().stop(id);
        ec2.instances().modifyPlacement(id, null, 0);
        assertThat(placer.groups().size("hpc")).isZero();
        String small =
                ec2.instances().run(LaunchSpec.of("t3.micro", subnet)).get(0).id();
        ec2.instances().stop(small);
        assertRefused("InvalidParameterCombination", () -> ec2.instances().modifyPlacement(small, "hpc", 0));
        assertThat(ec2.instances().describe(small).launch().placementGroup()).isNull();
    }

    private void assertRefused(String code, Runnable call) {
        String before = ec2.describe();
        assertThatThrownBy(call::run).isInstanceOf(Ec2Exception.class).hasMessageStartingWith(code + ": ");
        assertThat(ec2.describe()).isEqualTo(before);
    }

    @Test
    void shouldSpreadAGroupAndRefuseTheEighthOfAZone() {
        placer.groups().create(PlacementGroup.spread("quorum"));
        LaunchSpec spec = LaunchSpec.of("c5n.large", subnet).inGroup("quorum", 0);
        List<Instance> seven = ec2.instances().run(spec.count(1, 9));
        assertThat(seven).hasSize(7);
        assertThat(seven).extracting(each -> topology.rackOf(each.hostId())).doesNotHaveDuplicates();
        String before = ec2.describe();
        assertThatThrownBy(() -> ec2.instances().run(spec))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageStartingWith("InsufficientInstanceCapacity: ");
        assertThatThrownBy(() -> ec2.instances().run(spec.inGroup("qourum", 0)))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageStartingWith("InvalidPlacementGroup.Unknown: ");
        assertThat(ec2.describe()).isEqualTo(before);
    }

    @Test
    void shouldLeaveAGroupByTheEmptyName() {
        placer.groups().create(PlacementGroup.cluster("hpc"));
        String id = ec2.instances()
                .run(LaunchSpec.of("c5n.large", subnet).inGroup("hpc", 0))
                .get(0)
                .id();
        ec2.instances().stop(id);
        ec2.instances().modifyPlacement(id, "", 0);
        assertThat(ec2.instances().describe(id).launch().placementGroup()).isNull();
        ec2.instances().start(id);
        assertThat(placer.placements())
                .singleElement()
                .satisfies(each -> assertThat(each.group()).isNull());
    }

    /** A start that is refused is forgotten: the next one looks for a host where it would have looked. */
    @Test
    void shouldStartOnTheSameHostWhetherOrNotAStartWasRefusedBefore() {
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(hostAfterStart(attempt, true)).isEqualTo(hostAfterStart(attempt, false));
        }
    }

    private int hostAfterStart(long seed, boolean refusedFirst) {
        Placer hosts = new Placer(topology, HostSettings.builtIn(), seed);
        Ec2Region region = new Ec2Region(
                topology.zoneNames(),
                Catalogue.builtIn(),
                Ec2Settings.builtIn().with("two addresses", "default, public-ipv4-pool, 198.18.0.0/31\n"),
                new VirtualClock(),
                new PlacerHosts(hosts),
                TestRegion.ROUTER_MAC,
                seed);
        String vpc = region.vpcs().create("10.0.0.0/16").id();
        String home =
                region.vpcs().createSubnet(vpc, "10.0.1.0/24", "us-east-1b").id();
        String id = region.instances()
                .run(LaunchSpec.of("c5n.large", home).withPublicAddress(true))
                .get(0)
                .id();
        region.instances().stop(id);
        String first = region.addresses().allocate().id();
        region.addresses().allocate();
        if (refusedFirst) {
            assertThatThrownBy(() -> region.instances().start(id)).hasMessageContaining("InsufficientAddressCapacity");
        }
        region.addresses().release(first);
        region.instances().start(id);
        return region.instances().describe(id).hostId();
    }
}
