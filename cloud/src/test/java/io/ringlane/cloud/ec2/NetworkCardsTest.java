package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.eni.Attachment;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.placement.path.EnaExpress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which network card an interface may be on. */
class NetworkCardsTest {

    private final TestRegion region = new TestRegion();
    private final Ec2Region ec2 = region.ec2;
    private String subnet;
    private Instance wide;

    @BeforeEach
    void setUp() {
        subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
        wide = launch("hpc7a.96xlarge"); // two cards, two interfaces on each
    }

    private Instance launch(String type) {
        return ec2.instances().run(LaunchSpec.of(type, subnet)).get(0);
    }

    private String eni() {
        return ec2.interfaces().create(InterfaceSpec.in(subnet)).id();
    }

    private Attachment attach(String eni, Instance to, int device, int card) {
        return ec2.interfaces().attach(eni, to.id(), device, card, EnaExpress.OFF);
    }

    @Test
    void shouldBeOnTheFirstCardUnlessToldOtherwise() {
        String eni = eni();
        assertThat(ec2.interfaces().attach(eni, wide.id(), 1).cardIndex()).isZero();
        assertThat(ec2.interfaces().describe(eni).toString()).contains(" as 1 on card 0 ");
        assertThat(region.eth0(wide).attachment().isPrimary()).isTrue();
    }

    @Test
    void shouldNumberDevicesOnEachCardForItself() {
        Attachment other = attach(eni(), wide, 0, 1);
        assertThat(other.cardIndex()).isEqualTo(1);
        assertThat(other.isPrimary()).isFalse();
        attach(eni(), wide, 1, 0);
        String taken = eni();
        region.refuses("InvalidParameterValue", () -> attach(taken, wide, 0, 1));
        attach(taken, wide, 1, 1);
        assertThat(ec2.describe()).contains(" as 1 on card 1");
        ec2.interfaces().detach(other.id());
        attach(eni(), wide, 0, 1);
    }

    @Test
    void shouldRefuseACardThatTheTypeDoesNotHave() {
        Instance narrow = launch("c5n.large");
        String eni = eni();
        region.refuses("InvalidParameterValue", () -> attach(eni, wide, 1, 2));
        region.refuses("InvalidParameterValue", () -> attach(eni, wide, 1, -1));
        region.refuses("InvalidParameterValue", () -> attach(eni, narrow, 1, 1));
        region.refuses("InvalidParameterValue", () -> attach(eni, wide, 0, 0));
        region.refuses("InvalidParameterValue", () -> attach(eni, wide, -1, 1));
    }

    @Test
    void shouldRefuseMoreInterfacesThanACardTakes() {
        attach(eni(), wide, 1, 0);
        String third = eni();
        region.refuses("AttachmentLimitExceeded", () -> attach(third, wide, 2, 0));
        attach(third, wide, 1, 1);
        attach(eni(), wide, 2, 1);
        String fifth = eni();
        region.refuses("AttachmentLimitExceeded", () -> attach(fifth, wide, 3, 1));
    }

    @Test
    void shouldLaunchOnTheCardsThatAreGiven() {
        List<String> enis = Stream.generate(this::eni).limit(3).toList();
        LaunchSpec spec = LaunchSpec.of("hpc7a.96xlarge", subnet);
        region.refuses("InvalidParameterValue", () -> ec2.instances().run(spec.withInterfaces(enis, List.of(1, 0, 0))));
        region.refuses("InvalidParameterValue", () -> ec2.instances().run(spec.withInterfaces(enis, List.of(0, 2, 0))));
        region.refuses(
                "InvalidParameterCombination", () -> ec2.instances().run(spec.withInterfaces(enis, List.of(0, 1))));
        region.refuses("AttachmentLimitExceeded", () -> ec2.instances().run(spec.withInterfaces(enis)));
        Instance made =
                ec2.instances().run(spec.withInterfaces(enis, List.of(0, 1, 1))).get(0);
        assertThat(made.interfaceKeys()).hasSize(3);
        assertThat(enis)
                .extracting(each -> ec2.interfaces().describe(each).attachment().cardIndex())
                .containsExactly(0, 1, 1);
    }
}
