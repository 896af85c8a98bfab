package io.ringlane.cloud.ec2;

import static io.ringlane.cloud.ec2.TestRegion.ZONE_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.Attachment;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.InstanceState;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.Image;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each transition of an instance keeps and loses, see the table of the user guide's "Instance lifecycle". */
class InstanceLifecycleTest {

    private TestRegion region;
    private String vpc;
    private String subnet;

    @BeforeEach
    void setUp() {
        region = new TestRegion();
        vpc = region.vpc("10.0.0.0/16");
        subnet = region.subnet(vpc, "10.0.1.0/24");
        region.gateway(vpc);
    }

    private Instance launchWithPublicAddress() {
        return region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).withPublicAddress(true))
                .get(0);
    }

    private InstanceState state(Instance instance) {
        return region.ec2.instances().describe(instance.id()).state();
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, 0, pending",
        "RUNNING, 16, running",
        "SHUTTING_DOWN, 32, shutting-down",
        "TERMINATED, 48, terminated",
        "STOPPING, 64, stopping",
        "STOPPED, 80, stopped"
    })
    void shouldHaveTheCodesOfEc2(InstanceState state, int code, String label) {
        assertThat(state.code()).isEqualTo(code);
        assertThat(state.label()).isEqualTo(label);
    }

    @Test
    void shouldPassEachStateInItsTime() {
        Ec2Settings slow = Ec2Settings.builtIn()
                .with(Setting.PENDING_MS, 20_000)
                .with(Setting.STOPPING_MS, 30_000)
                .with(Setting.SHUTTING_DOWN_MS, 10_000);
        region = new TestRegion(slow, 10);
        subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
        Instance instance = region.instance(subnet, "10.0.1.10");

        assertThat(state(instance)).isEqualTo(InstanceState.PENDING);
        assertThat(region.ec2.nextDueNs()).isEqualTo(20_000_000_000L);
        region.refuses("IncorrectInstanceState", () -> region.ec2.instances().stop(instance.id()));
        region.pass(20, TimeUnit.SECONDS);
        assertThat(state(instance)).isEqualTo(InstanceState.RUNNING);
        assertThat(region.ec2.instances().stop(instance.id()))
                .containsExactly(new StateChange(instance.id(), InstanceState.RUNNING, InstanceState.STOPPING));
        region.pass(29_999, TimeUnit.MILLISECONDS);
        assertThat(state(instance)).isEqualTo(InstanceState.STOPPING);
        region.refuses("IncorrectInstanceState", () -> region.ec2.instances().start(instance.id()));
        region.pass(1, TimeUnit.MILLISECONDS);
        assertThat(state(instance)).isEqualTo(InstanceState.STOPPED);
        region.ec2.instances().terminate(instance.id());
        assertThat(state(instance)).isEqualTo(InstanceState.SHUTTING_DOWN);
        region.pass(10, TimeUnit.SECONDS);
        assertThat(state(instance)).isEqualTo(InstanceState.TERMINATED);
        region.pass(1, TimeUnit.HOURS);
        region.refuses(
                "InvalidInstanceID.NotFound", () -> region.ec2.instances().describe(instance.id()));
        assertThat(region.ec2.nextDueNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldKeepEverythingButMemoryAndCountersOverAReboot() {
        Instance instance = launchWithPublicAddress();
        NetworkInterface before = region.eth0(instance);

        region.ec2.instances().reboot(instance.id());

        Instance after = region.ec2.instances().describe(instance.id());
        assertThat(after.isRunning()).isTrue();
        assertThat(region.eth0(instance)).isSameAs(before);
        assertThat(after.life().memories()).isEqualTo(1);
        assertThat(after.life().devices()).isEqualTo(1);
        assertThat(after.life().trackings()).isZero();
        assertThat(after.life().stores()).isZero();
    }

    @Test
    void shouldChangeThePublicAddressOverStopAndStartAndKeepThePrivateOnes() {
        Instance instance = launchWithPublicAddress();
        NetworkInterface before = region.eth0(instance);
        assertThat(before.isAutoPublic()).isTrue();
        int slots = region.hosts.usedSlots();

        region.ec2.instances().stop(instance.id());
        assertThat(region.eth0(instance).hasPublicAddress()).isFalse();
        assertThat(state(instance)).isEqualTo(InstanceState.STOPPED);
        assertThat(region.hosts.usedSlots()).isEqualTo(slots - 1);
        region.ec2.instances().start(instance.id());

        Instance after = region.ec2.instances().describe(instance.id());
        NetworkInterface eth0 = region.eth0(instance);
        assertThat(after.isRunning()).isTrue();
        assertThat(eth0.mac()).isEqualTo(before.mac());
        assertThat(eth0.primaryAddress()).isEqualTo(before.primaryAddress());
        assertThat(eth0.publicIpv4(0)).isNotZero().isNotEqualTo(before.publicIpv4(0));
        assertThat(after.life().memories()).isEqualTo(1);
        assertThat(after.life().stores()).isEqualTo(1);
        assertThat(after.life().trackings()).isEqualTo(1);
        assertThat(region.hosts.usedSlots()).isEqualTo(slots);
    }

    @Test
    void shouldSaveMemoryButNotTheInstanceStoreWhenHibernating() {
        Instance instance = launchWithPublicAddress();
        region.ec2.instances().stop(true, instance.id());
        Instance after = region.ec2.instances().describe(instance.id());
        assertThat(after.life().memories()).isZero();
        assertThat(after.life().stores()).isEqualTo(1);
        assertThat(after.life().reason()).isEqualTo("Client.UserInitiatedHibernate");
    }

    @Test
    void shouldKeepAnElasticIpOverStopAndStartAndFreeItAtTermination() {
        Instance instance = launchWithPublicAddress();
        ElasticIp address = region.ec2.addresses().allocate();
        region.ec2.addresses().associate(address.id(), instance.id());
        assertThat(region.eth0(instance).publicIpv4(0)).isEqualTo(address.address());
        assertThat(region.eth0(instance).isAutoPublic()).isFalse();
        assertThat(region.ec2.state().autoAssigned()).isZero();

        region.ec2.instances().stop(instance.id());
        region.ec2.instances().start(instance.id());
        assertThat(region.eth0(instance).publicIpv4(0)).isEqualTo(address.address());

        region.ec2.instances().terminate(instance.id());
        assertThat(region.ec2.addresses().describe(address.id()).isAssociated()).isFalse();
    }

    @Test
    void shouldGiveANewPublicAddressWhenTheElasticIpGoes() {
        Instance instance = launchWithPublicAddress();
        int first = region.eth0(instance).publicIpv4(0);
        ElasticIp address = region.ec2.addresses().allocate();
        ElasticIp bound = region.ec2.addresses().associate(address.id(), instance.id());

        region.ec2.addresses().disassociate(bound.associationId());

        assertThat(region.eth0(instance).isAutoPublic()).isTrue();
        assertThat(region.eth0(instance).publicIpv4(0)).isNotEqualTo(first);
        String before = region.ec2.describe();
        region.ec2.addresses().disassociate(bound.associationId());
        assertThat(region.ec2.describe()).as("disassociating is idempotent").isEqualTo(before);
    }

    @Test
    void shouldNotLendAPublicAddressToAnInstanceOfTwoInterfaces() {
        Instance instance = launchWithPublicAddress();
        NetworkInterface second = region.ec2.interfaces().create(InterfaceSpec.in(subnet));
        region.ec2.interfaces().attach(second.id(), instance.id(), 1);
        region.ec2.instances().stop(instance.id());
        region.ec2.instances().start(instance.id());
        assertThat(region.eth0(instance).hasPublicAddress()).isFalse();
    }

    @Test
    void shouldDeleteEth0AndLeaveOtherInterfacesAtTermination() {
        Instance instance = region.instance(subnet, "10.0.1.10");
        NetworkInterface eth0 = region.eth0(instance);
        NetworkInterface kept = region.ec2.interfaces().create(InterfaceSpec.in(subnet));
        NetworkInterface doomed = region.ec2.interfaces().create(InterfaceSpec.in(subnet));
        region.ec2.interfaces().attach(kept.id(), instance.id(), 1);
        Attachment second = region.ec2.interfaces().attach(doomed.id(), instance.id(), 2);
        region.ec2.interfaces().modifyDeleteOnTermination(second.id(), true);

        region.ec2.instances().terminate(instance.id());

        assertThat(region.ec2.interfaces().describe(kept.id()).isAvailable()).isTrue();
        region.refuses(
                "InvalidNetworkInterfaceID.NotFound",
                () -> region.ec2.interfaces().describe(eth0.id()));
        region.refuses(
                "InvalidNetworkInterfaceID.NotFound",
                () -> region.ec2.interfaces().describe(doomed.id()));
        assertThat(region.hosts.usedSlots()).isZero();
        assertThat(region.ec2.vpcs().describeSubnet(subnet).used()).isEqualTo(1);
        Instance successor = region.instance(subnet, "10.0.1.10");
        assertThat(region.eth0(successor).mac()).isNotEqualTo(eth0.mac());
    }

    @Test
    void shouldMoveAnInterfaceWithAllItHas() {
        Instance from = region.instance(subnet, "10.0.1.10");
        Instance to = region.instance(subnet, "10.0.1.11");
        String group = region.ec2.securityGroups().create(vpc, "web", "").id();
        NetworkInterface each = region.ec2
                .interfaces()
                .create(InterfaceSpec.in(subnet)
                        .withAddress("10.0.1.50")
                        .withSecondary(List.of("10.0.1.51"), 1)
                        .withGroups(group)
                        .withDescription("the traveller"));
        ElasticIp address = region.ec2.addresses().allocate();
        region.ec2.addresses().associate(address.id(), each.id(), "10.0.1.51", false);

        Attachment first = region.ec2.interfaces().attach(each.id(), from.id(), 1);
        NetworkInterface attached = region.ec2.interfaces().describe(each.id());
        region.ec2.interfaces().detach(first.id());
        Attachment second = region.ec2.interfaces().attach(each.id(), to.id(), 3);

        NetworkInterface moved = region.ec2.interfaces().describe(each.id());
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(moved.attachment().instanceId()).isEqualTo(to.id());
        assertThat(moved.change().attachment(null).build())
                .hasToString(attached.change().attachment(null).build().toString());
        assertThat(moved.publicIpv4(1)).isEqualTo(address.address());
        assertThat(region.ec2.state().interfaceAtPublic(address.address())).isSameAs(moved);
    }

    @Test
    void shouldLaunchAsManyAsThereIsRoomForOrNone() {
        region = new TestRegion(Ec2Settings.builtIn(), 1);
        subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
        region.refuses(
                "InsufficientInstanceCapacity",
                () -> region.ec2
                        .instances()
                        .run(LaunchSpec.of("c5n.large", subnet).count(9, 20)));

        List<Instance> launched =
                region.ec2.instances().run(LaunchSpec.of("c5n.large", subnet).count(3, 20));

        assertThat(launched).hasSize(8);
        assertThat(region.ec2.vpcs().describeSubnet(subnet).used()).isEqualTo(8);
        assertThat(region.hosts.usedSlots()).isEqualTo(8);
    }

    @Test
    void shouldFailClearlyWhenTheHostHasNoVirtualFunctionLeft() {
        region = new TestRegion(Ec2Settings.builtIn(), 1);
        subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
        Instance first = region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).count(8, 8))
                .get(0);
        NetworkInterface extra = region.ec2.interfaces().create(InterfaceSpec.in(subnet));
        region.refuses(
                "InsufficientInstanceCapacity", () -> region.ec2.interfaces().attach(extra.id(), first.id(), 1));
    }

    @Test
    void shouldLaunchWithInterfacesMadeBefore() {
        NetworkInterface eth0 = region.ec2.interfaces().create(InterfaceSpec.in(subnet));
        NetworkInterface eth1 = region.ec2.interfaces().create(InterfaceSpec.in(subnet));
        Instance instance = region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).withInterfaces(List.of(eth0.id(), eth1.id())))
                .get(0);
        assertThat(region.eth0(instance).id()).isEqualTo(eth0.id());
        assertThat(region.ec2.interfaces().describe(eth1.id()).attachment().deviceIndex())
                .isEqualTo(1);
        region.ec2.instances().terminate(instance.id());
        assertThat(region.ec2.interfaces().describe(eth0.id()).isAvailable()).isTrue();
    }

    @Test
    void shouldStopOrEndWhenItIsShutDownFromInside() {
        Instance plain = region.instance(subnet, "10.0.1.10");
        Instance ending = region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).ending(true, true))
                .get(0);
        Instance withoutDisk = region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).from(Image.MODERN, false))
                .get(0);

        for (Instance each : List.of(plain, ending, withoutDisk)) {
            region.ec2.instances().shutDownFromInside(each.id());
        }

        assertThat(state(plain)).isEqualTo(InstanceState.STOPPED);
        assertThat(state(ending)).as("protection is against calls only").isEqualTo(InstanceState.TERMINATED);
        assertThat(state(withoutDisk)).isEqualTo(InstanceState.TERMINATED);
        region.refuses("IncorrectInstanceState", () -> region.ec2.instances().shutDownFromInside(plain.id()));
    }

    @Test
    void shouldSayWhyAnInstanceHasAnEmulatedInterface() {
        assertThat(region.instance(subnet, "10.0.1.10").launch().nic().kind()).isEqualTo(EnhancedNetworking.ENA);
        Instance old = region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).from(new Image("ami-old", true, Set.of()), true))
                .get(0);
        assertThat(old.launch().nic().isEmulated()).isTrue();
        assertThat(old.launch().nic().reason()).contains("ami-old");
    }

    @Test
    void shouldGiveTheSameIdsForTheSameSeed() {
        String first = region.ec2.describe();
        TestRegion again = new TestRegion();
        String vpcAgain = again.vpc("10.0.0.0/16");
        again.subnet(vpcAgain, "10.0.1.0/24");
        again.gateway(vpcAgain);
        assertThat(again.ec2.describe()).isEqualTo(first);
        assertThat(region.ec2.vpcs().describeSubnet(subnet).zone()).isEqualTo(ZONE_A);
    }

    /** What is to follow the change follows: hosts are freed, and states end that are due. */
    @Test
    void shouldCompleteAChangeThoughItsListenerFails() {
        Instance instance = region.instance(subnet, "10.0.1.10");
        int slots = region.hosts.usedSlots();
        IllegalStateException failure = new IllegalStateException("it did not hear that");
        region.ec2.setListener(change -> {
            throw failure;
        });
        assertThatThrownBy(() -> region.ec2.instances().stop(instance.id())).isSameAs(failure);
        region.ec2.setListener(change -> {});
        assertThat(state(instance)).isEqualTo(InstanceState.STOPPED);
        assertThat(region.hosts.usedSlots()).isEqualTo(slots - 1);
    }

    @Test
    void shouldFreeAHostThoughAnotherOnesCannotBeFreed() {
        Instance lost = region.instance(subnet, "10.0.1.10");
        Instance instance = region.instance(subnet, "10.0.1.11");
        int slots = region.hosts.usedSlots();
        region.hosts.terminate(lost.id()); // behind the region's back, and so it fails when the region stops it
        assertThatThrownBy(() -> {
                    region.ec2.instances().stop(lost.id(), instance.id());
                    region.ec2.settle();
                })
                .isInstanceOf(NullPointerException.class);
        assertThat(state(instance)).isEqualTo(InstanceState.STOPPED);
        assertThat(region.hosts.usedSlots()).isEqualTo(slots - 2);
    }
}
