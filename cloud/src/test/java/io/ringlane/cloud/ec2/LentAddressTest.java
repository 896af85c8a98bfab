package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.InstanceState;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When an instance that was launched with a public address is lent a new one. Source: Amazon EC2 User Guide, "Amazon EC2
 * instance IP addressing".
 */
class LentAddressTest {

    private TestRegion region;
    private String subnet;

    @BeforeEach
    void setUp() {
        region = new TestRegion(Ec2Settings.builtIn().with(Setting.PENDING_MS, 1000), 100);
        String vpc = region.vpc("10.0.0.0/16");
        subnet = region.subnet(vpc, "10.0.1.0/24");
        region.gateway(vpc);
    }

    private Instance launch() {
        Instance launched = region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).withPublicAddress(true))
                .get(0);
        region.pass(1, TimeUnit.SECONDS);
        return launched;
    }

    @Test
    void shouldLendOneWhenTheElasticIpMovesToAnotherInstance() {
        Instance a = launch();
        Instance b = launch();
        ElasticIp elastic = region.ec2.addresses().allocate();
        region.ec2.addresses().associate(elastic.id(), a.id());
        assertThat(region.eth0(a).isAutoPublic()).isFalse();
        region.ec2.addresses().associate(elastic.id(), b.id());
        assertThat(region.eth0(a).isAutoPublic()).isTrue();
        assertThat(region.eth0(b).publicIpv4(0)).isEqualTo(elastic.address());
        assertThat(region.ec2.state().autoAssigned()).isEqualTo(1);
    }

    @Test
    void shouldLendNoneWhileTheElasticIpStaysWithTheInterface() {
        Instance a = launch();
        NetworkInterface eth0 =
                region.ec2.interfaces().assignPrivateAddresses(region.eth0(a).id(), List.of("10.0.1.90"), 0);
        ElasticIp elastic = region.ec2.addresses().allocate();
        region.ec2.addresses().associate(elastic.id(), eth0.id(), "10.0.1.90", true);
        region.ec2.addresses().associate(elastic.id(), eth0.id(), null, true);
        assertThat(region.eth0(a).publicIpv4(0)).isEqualTo(elastic.address());
        assertThat(region.ec2.state().autoAssigned()).isZero();
    }

    @Test
    void shouldLendOneWhenASecondaryAddressGoesWithItsElasticIp() {
        Instance a = launch();
        region.ec2.instances().stop(a.id());
        NetworkInterface eth0 =
                region.ec2.interfaces().assignPrivateAddresses(region.eth0(a).id(), List.of("10.0.1.90"), 0);
        ElasticIp elastic = region.ec2.addresses().allocate();
        region.ec2.addresses().associate(elastic.id(), eth0.id(), "10.0.1.90", true);
        region.ec2.instances().start(a.id());
        assertThat(region.eth0(a).isAutoPublic()).isFalse();
        region.ec2.interfaces().unassignPrivateAddress(eth0.id(), "10.0.1.90");
        assertThat(region.eth0(a).isAutoPublic()).isTrue();
    }

    @Test
    void shouldLendOneToAnInstanceThatIsStillPending() {
        Instance a = launch();
        ElasticIp elastic = region.ec2.addresses().allocate();
        region.ec2.instances().stop(a.id());
        String association =
                region.ec2.addresses().associate(elastic.id(), a.id()).associationId();
        region.ec2.instances().start(a.id());
        assertThat(region.ec2.instances().describe(a.id()).state()).isEqualTo(InstanceState.PENDING);
        region.ec2.addresses().disassociate(association);
        assertThat(region.eth0(a).isAutoPublic()).isTrue();
        region.pass(1, TimeUnit.SECONDS);
        assertThat(region.ec2.instances().describe(a.id()).isRunning()).isTrue();
        assertThat(region.eth0(a).isAutoPublic()).isTrue();
    }

    @Test
    void shouldLendNoneToAnInstanceThatIsStopped() {
        Instance a = launch();
        ElasticIp elastic = region.ec2.addresses().allocate();
        region.ec2.instances().stop(a.id());
        String association =
                region.ec2.addresses().associate(elastic.id(), a.id()).associationId();
        region.ec2.addresses().disassociate(association);
        assertThat(region.eth0(a).hasPublicAddress()).isFalse();
    }
}
