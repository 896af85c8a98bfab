package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.IpAddress;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingServiceTest {

    private TestRegion region;
    private Instance a;
    private Instance b;

    @BeforeEach
    void setUp() {
        region = new TestRegion();
        String vpc = region.vpc("10.0.0.0/16");
        String subnet = region.subnet(vpc, "10.0.1.0/24");
        a = region.instance(subnet, "10.0.1.10");
        b = region.instance(subnet, "10.0.1.11");
        region.instance(region.subnet(vpc, "10.0.2.0/24"), "10.0.2.10");
    }

    private OptionalLong ask(String wanted) {
        return region.ec2.mapping().macOf(region.eth0(a).key(), IpAddress.parse(wanted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.1", "10.0.1.2", "169.254.169.254", "169.254.169.123"})
    void shouldAnswerForTheRouterAndServices(String wanted) {
        assertThat(ask(wanted)).hasValue(TestRegion.ROUTER_MAC);
    }

    @Test
    void shouldAnswerForInterfacesOfTheSubnet() {
        assertThat(ask("10.0.1.11")).hasValue(region.eth0(b).mac());
        NetworkInterface loose = region.ec2
                .interfaces()
                .create(InterfaceSpec.in(region.eth0(a).subnetId()).withAddress("10.0.1.50"));
        assertThat(ask("10.0.1.50")).hasValue(loose.mac());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.10", "10.0.1.99", "10.0.1.255", "10.0.2.10", "8.8.8.8", "10.0.2.1"})
    void shouldNotAnswerForOthers(String wanted) {
        assertThat(ask(wanted)).isEmpty();
    }

    @Test
    void shouldKnowTheHostWhileThereIsOne() {
        int vpcNumber = region.eth0(b).vpcNumber();
        IpAddress address = IpAddress.parse("10.0.1.11");
        assertThat(region.ec2.mapping().hostOf(vpcNumber, address)).hasValue(0);
        region.ec2.instances().stop(b.id());
        assertThat(region.ec2.mapping().hostOf(vpcNumber, address)).isEmpty();
        assertThat(region.ec2.mapping().hostOf(vpcNumber, IpAddress.parse("10.0.1.12")))
                .isEmpty();
    }
}
