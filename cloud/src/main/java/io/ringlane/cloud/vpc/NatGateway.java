package io.ringlane.cloud.vpc;

import io.ringlane.cloud.resource.ResourceKind;

/**
 * A NAT gateway: many private addresses behind the one of its interface, told apart by port.
 *
 * @param key its id's key
 * @param vpcKey its VPC
 * @param subnetKey the subnet its interface lies in, whose route table leads onwards
 * @param interfaceKey its interface
 * @param elasticIpKey the Elastic IP of a public NAT gateway, 0 for a private one
 */
public record NatGateway(long key, long vpcKey, long subnetKey, long interfaceKey, long elasticIpKey) {

    /** {@code nat-...}. */
    public String id() {
        return ResourceKind.NAT_GATEWAY.id(key);
    }
}
