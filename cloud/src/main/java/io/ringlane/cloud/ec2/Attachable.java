package io.ringlane.cloud.ec2;

import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Vpc;

/** The rule that internet gateways and virtual private gateways share: a VPC has at most one, and a gateway one VPC. */
final class Attachable {

    private Attachable() {}

    /**
     * Refuses to attach what cannot be.
     *
     * @param gatewayId the gateway
     * @param attachedTo the key of the VPC it is attached to, or 0
     * @param vpc the VPC it is to be attached to
     * @param present the key of the gateway that the VPC has, or 0
     * @param what such a gateway, in words
     * @throws Ec2Exception {@code Resource.AlreadyAssociated} or {@code InvalidParameterValue}
     */
    static void check(RegionView region, String gatewayId, long attachedTo, Vpc vpc, long present, String what) {
        if (attachedTo != 0) {
            throw new Ec2Exception(
                    "Resource.AlreadyAssociated",
                    "resource " + gatewayId + " is already attached to network "
                            + region.find(Table.VPCS, attachedTo).id());
        }
        if (present != 0) {
            throw Ec2Exception.invalidValue(
                    vpc.id(), "vpcId", "Network " + vpc.id() + " already has " + what + " attached");
        }
    }
}
