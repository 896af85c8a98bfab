package io.ringlane.cloud.ec2;

import io.ringlane.cloud.state.Table;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What is refused of network interfaces. */
class InterfaceErrorCodesTest extends ErrorCodes {

    static Stream<Arguments> calls() {
        return Stream.of(
                refused(
                        "InvalidIPAddress.InUse",
                        "taken",
                        w -> w.ec2.interfaces()
                                .create(InterfaceSpec.in(w.subnet).withAddress("10.0.1.10"))),
                refused(
                        "InvalidParameterValue",
                        "reserved",
                        w -> w.ec2.interfaces()
                                .create(InterfaceSpec.in(w.subnet).withAddress("10.0.1.3"))),
                refused(
                        "InvalidParameterValue",
                        "broadcast",
                        w -> w.ec2.interfaces()
                                .create(InterfaceSpec.in(w.subnet).withAddress("10.0.1.255"))),
                refused(
                        "InvalidParameterValue",
                        "outside",
                        w -> w.ec2.interfaces()
                                .create(InterfaceSpec.in(w.subnet).withAddress("10.0.2.9"))),
                refused(
                        "InsufficientFreeAddressesInSubnet",
                        "twelve in a /28",
                        w -> w.ec2.interfaces().create(InterfaceSpec.in(w.tiny).withSecondary(List.of(), 11))),
                refusedAfter(
                        "NetworkInterfaceLimitExceeded",
                        "a fifteenth",
                        w -> {
                            while (w.ec2.state().count(Table.INTERFACES) < 14) {
                                w.ec2.interfaces().create(InterfaceSpec.in(w.subnet));
                            }
                        },
                        w -> w.ec2.interfaces().create(InterfaceSpec.in(w.subnet))),
                refused(
                        "InvalidGroup.NotFound",
                        "group of another VPC",
                        w -> w.ec2.interfaces()
                                .create(InterfaceSpec.in(w.subnet).withGroups(w.otherGroup))),
                refused(
                        "SecurityGroupsPerInterfaceLimitExceeded",
                        "three groups",
                        w -> w.ec2.interfaces()
                                .modifyGroups(w.loose.id(), w.group, w.group2, w.region.defaultGroup(w.vpc))),
                refused("MissingParameter", "no group", w -> w.ec2.interfaces().modifyGroups(w.loose.id())),
                refused(
                        "InvalidNetworkInterface.InUse",
                        "attached",
                        w -> w.ec2.interfaces().attach(w.region.eth0(w.a).id(), w.stopped.id(), 1)),
                refused(
                        "InvalidNetworkInterface.InUse",
                        "delete eth0",
                        w -> w.ec2.interfaces().delete(w.region.eth0(w.a).id())),
                refused(
                        "InvalidParameterValue",
                        "index 0",
                        w -> w.ec2.interfaces().attach(w.loose.id(), w.a.id(), 0)),
                refused(
                        "InvalidParameterCombination",
                        "another zone",
                        w -> w.ec2.interfaces().attach(w.inZoneB.id(), w.a.id(), 1)),
                refused(
                        "InvalidParameterCombination",
                        "another VPC",
                        w -> w.ec2.interfaces().attach(w.inOtherVpc.id(), w.a.id(), 1)),
                refused(
                        "IncorrectInstanceState",
                        "to a terminated one",
                        w -> w.ec2.interfaces().attach(w.loose.id(), w.gone.id(), 1)),
                refused(
                        "InvalidNetworkInterfaceID.NotFound",
                        "no interface",
                        w -> w.ec2.interfaces().attach(none("eni"), w.a.id(), 1)),
                refused(
                        "OperationNotPermitted",
                        "detach eth0",
                        w -> w.ec2.interfaces()
                                .detach(w.region.eth0(w.a).attachment().id())),
                refused(
                        "InvalidAttachmentID.NotFound",
                        "no attachment",
                        w -> w.ec2.interfaces().detach(none("eni-attach"))),
                refused(
                        "PrivateIpAddressLimitExceeded",
                        "eleven on a c5n.large",
                        w -> w.ec2.interfaces()
                                .assignPrivateAddresses(w.region.eth0(w.a).id(), List.of(), 10)),
                refused(
                        "InvalidParameterValue",
                        "primary",
                        w -> w.ec2.interfaces()
                                .unassignPrivateAddress(w.region.eth0(w.a).id(), "10.0.1.10")),
                refused(
                        "InvalidParameterValue",
                        "not assigned",
                        w -> w.ec2.interfaces().unassignPrivateAddress(w.loose.id(), "10.0.1.99")),
                refused(
                        "InvalidParameterValue",
                        "IPv6 without a block",
                        w -> w.ec2.interfaces().assignIpv6Addresses(w.loose.id(), 1)),
                refused(
                        "InvalidParameterValue",
                        "tracking time",
                        w -> w.ec2.interfaces().modifyConnectionTracking(w.loose.id(), 59, 180, 30)));
    }
}
