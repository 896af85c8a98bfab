package io.ringlane.cloud.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prices by hand: $0.005 an hour under either rule, $0.10 a remap beyond the free ones before 2024. */
class CostReportTest {

    private TestRegion region;
    private String subnet;
    private Instance instance;

    @BeforeEach
    void setUp() {
        region = new TestRegion(Ec2Settings.builtIn().with(Setting.FREE_REMAPS_PER_MONTH, 2), 100);
        String vpc = region.vpc("10.0.0.0/16");
        region.gateway(vpc);
        subnet = region.subnet(vpc, "10.0.1.0/24");
        instance = region.instance(subnet, "10.0.1.10");
    }

    private void assertTotals(String before2024, String since2024) {
        CostReport report = region.ec2.addresses().costReport();
        assertThat(report.totalBefore2024()).isEqualByComparingTo(new BigDecimal(before2024));
        assertThat(report.totalSince2024()).isEqualByComparingTo(new BigDecimal(since2024));
    }

    @Test
    void shouldChargeOnlyIdleAddressesBefore2024AndAllSince() {
        ElasticIp address = region.ec2.addresses().allocate();
        region.pass(10, TimeUnit.HOURS); // idle
        region.ec2.addresses().associate(address.id(), instance.id());
        region.pass(100, TimeUnit.HOURS); // the first of a running instance
        region.ec2.instances().stop(instance.id());
        region.pass(10, TimeUnit.HOURS); // on a stopped instance
        region.ec2.instances().start(instance.id());
        region.pass(30, TimeUnit.MINUTES);

        assertTotals("0.100000", "0.602500");
        CostReport.Line line = region.ec2.addresses().costReport().lines().get(0);
        assertThat(line.hours().get(AddressUse.IDLE)).isEqualByComparingTo("10");
        assertThat(line.hours().get(AddressUse.ON_STOPPED_INSTANCE)).isEqualByComparingTo("10");
        assertThat(line.hours().get(AddressUse.IN_USE)).isEqualByComparingTo("100.5");
    }

    @Test
    void shouldChargeAdditionalAddressesBefore2024() {
        String second = region.ec2
                .interfaces()
                .assignPrivateAddresses(region.eth0(instance).id(), List.of("10.0.1.20"), 0)
                .id();
        ElasticIp first = region.ec2.addresses().allocate();
        ElasticIp additional = region.ec2.addresses().allocate();
        region.ec2.addresses().associate(additional.id(), second, "10.0.1.20", true);
        ElasticIp bound = region.ec2.addresses().associate(first.id(), second);
        region.pass(10, TimeUnit.HOURS);
        assertTotals("0.050000", "0.100000");
        region.ec2.addresses().disassociate(bound.associationId());
        region.pass(10, TimeUnit.HOURS); // the other is the only one now, and this one idle
        assertTotals("0.100000", "0.200000");
    }

    @Test
    void shouldChargeAnUnattachedInterfacesAddressAndStopAtRelease() {
        String eni = region.ec2.interfaces().create(InterfaceSpec.in(subnet)).id();
        ElasticIp bound = region.ec2
                .addresses()
                .associate(region.ec2.addresses().allocate().id(), eni);
        region.pass(4, TimeUnit.HOURS);
        region.ec2.interfaces().delete(eni);
        region.ec2.addresses().release(bound.id());
        region.pass(1000, TimeUnit.HOURS);
        assertTotals("0.020000", "0.020000");
        assertThat(region.ec2.addresses().costReport().toString())
                .contains(bound.publicIp().toString())
                .contains("4.00 on an unattached interface");
    }

    @Test
    void shouldChargeLentAddressesOnlySince2024AndOnlyWhileTheInstanceRuns() {
        Instance lent = region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).withPublicAddress(true))
                .get(0);
        region.pass(10, TimeUnit.HOURS);
        region.ec2.instances().stop(lent.id());
        region.pass(10, TimeUnit.HOURS);
        region.ec2.instances().start(lent.id());
        region.pass(10, TimeUnit.HOURS);
        assertTotals("0", "0.100000");
    }

    @Test
    void shouldChargeRemapsBeyondTheFreeOnesOfAMonth() {
        ElasticIp address = region.ec2.addresses().allocate();
        for (int i = 0; i < 5; i++) { // the first association is none
            ElasticIp bound = region.ec2.addresses().associate(address.id(), instance.id());
            region.ec2.addresses().disassociate(bound.associationId());
        }
        assertThat(region.ec2.addresses().costReport().chargedRemaps()).isEqualTo(2);
        assertTotals("0.200000", "0");
        region.pass(730, TimeUnit.HOURS);
        ElasticIp bound = region.ec2.addresses().associate(address.id(), instance.id());
        region.ec2.addresses().disassociate(bound.associationId());
        assertThat(region.ec2.addresses().costReport().chargedRemaps()).isEqualTo(2);
    }
}
