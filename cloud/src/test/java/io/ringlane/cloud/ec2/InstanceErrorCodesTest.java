package io.ringlane.cloud.ec2;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What is refused of instances. */
class InstanceErrorCodesTest extends ErrorCodes {

    static Stream<Arguments> calls() {
        return Stream.of(
                refused(
                        "InvalidParameterValue",
                        "no type",
                        w -> w.ec2.instances().run(LaunchSpec.of("c5n.lerge", w.subnet))),
                refused(
                        "InvalidParameterValue",
                        "none of it",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet).count(0, 1))),
                refused(
                        "InsufficientFreeAddressesInSubnet",
                        "twelve addresses in a /28",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("m5.24xlarge", w.tiny)
                                        .with(InterfaceSpec.in(w.tiny).withSecondary(List.of(), 11)))),
                refused(
                        "InsufficientInstanceCapacity",
                        "no host has seven more",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet).count(7, 7))),
                refused(
                        "PrivateIpAddressLimitExceeded",
                        "three addresses on a t2.micro",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("t2.micro", w.subnet)
                                        .with(InterfaceSpec.in(w.subnet).withSecondary(List.of(), 2)))),
                refused(
                        "InvalidParameterCombination",
                        "one address for two",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet)
                                        .with(InterfaceSpec.in(w.subnet).withAddress("10.0.1.77"))
                                        .count(1, 2))),
                refused(
                        "InvalidNetworkInterface.InUse",
                        "interface in use",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet)
                                        .withInterfaces(
                                                List.of(w.region.eth0(w.a).id())))),
                refused(
                        "InvalidParameterCombination",
                        "two zones",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet)
                                        .withInterfaces(List.of(w.loose.id(), w.inZoneB.id())))),
                refused(
                        "InvalidParameterCombination",
                        "public address for an old interface",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet)
                                        .withInterfaces(List.of(w.loose.id()))
                                        .withPublicAddress(true))),
                refused(
                        "IncorrectInstanceState",
                        "start a terminated one, with a stopped one before it",
                        w -> w.ec2.instances().start(w.stopped.id(), w.gone.id())),
                refused(
                        "IncorrectInstanceState",
                        "stop a terminated one, with a running one before it",
                        w -> w.ec2.instances().stop(w.a.id(), w.gone.id())),
                refused(
                        "IncorrectInstanceState",
                        "reboot",
                        w -> w.ec2.instances().reboot(w.stopped.id())),
                refusedAfter(
                        "OperationNotPermitted",
                        "terminate a protected one, with another before it",
                        w -> w.ec2.instances().modifyTerminationProtection(w.a.id(), true),
                        w -> w.ec2.instances().terminate(w.stopped.id(), w.a.id())),
                refused(
                        "UnsupportedOperation",
                        "instance store",
                        w -> w.ec2.instances().stop(w.stored.id())),
                refused(
                        "InvalidInstanceID.Malformed",
                        "no id",
                        w -> w.ec2.instances().stop("i-1")),
                refused(
                        "InvalidInstanceID.NotFound",
                        "none",
                        w -> w.ec2.instances().stop(none("i"))));
    }
}
