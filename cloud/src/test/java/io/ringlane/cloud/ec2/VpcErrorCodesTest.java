package io.ringlane.cloud.ec2;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What is refused of VPCs and subnets. */
class VpcErrorCodesTest extends ErrorCodes {

    static Stream<Arguments> calls() {
        return Stream.of(
                refused("VpcLimitExceeded", "a fourth VPC", w -> w.ec2.vpcs().create("10.9.0.0/16")),
                refused("InvalidVpc.Range", "a /15", w -> w.ec2.vpcs().create("10.0.0.0/15")),
                refused("InvalidVpc.Range", "a /29", w -> w.ec2.vpcs().create("10.0.0.0/29")),
                refused("InvalidParameterValue", "no block", w -> w.ec2.vpcs().create("10.0.0.0")),
                refused(
                        "InvalidParameterValue",
                        "an IPv6 block",
                        w -> w.ec2.vpcs().create("2001:db8::/56")),
                refused("DependencyViolation", "a VPC in use", w -> w.ec2.vpcs().delete(w.vpc)),
                refused("InvalidVpcID.NotFound", "no VPC", w -> w.ec2.vpcs().delete(none("vpc"))),
                refused("InvalidSubnet.Range", "outside", w -> w.region.subnet(w.vpc, "10.2.0.0/24")),
                refused("InvalidSubnet.Range", "a /29", w -> w.region.subnet(w.vpc, "10.0.9.0/29")),
                refused("InvalidSubnet.Conflict", "overlap", w -> w.region.subnet(w.vpc, "10.0.0.0/20")),
                refused("SubnetLimitExceeded", "a fourth subnet", w -> w.region.subnet(w.vpc, "10.0.9.0/24")),
                refused(
                        "InvalidSubnet.Range",
                        "IPv6 without a block",
                        w -> w.ec2.vpcs().createSubnet(w.vpc, "10.0.9.0/24", "2001:db8::/64", "us-east-1a")),
                refused(
                        "InvalidParameterValue",
                        "no zone",
                        w -> w.ec2.vpcs().createSubnet(w.vpc, "10.0.9.0/24", "us-east-1z")),
                refused(
                        "DependencyViolation",
                        "a subnet in use",
                        w -> w.ec2.vpcs().deleteSubnet(w.subnet)),
                refused(
                        "InvalidSubnetID.NotFound",
                        "no subnet",
                        w -> w.ec2.vpcs().deleteSubnet(none("subnet"))));
    }
}
