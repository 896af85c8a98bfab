package io.ringlane.cloud.resource;

import static io.ringlane.cloud.resource.Ec2Exception.invalidValue;

/**
 * The kinds of things that have an id of their own.
 *
 * <p>An id is written {@code <prefix>-0<16 hex digits>}; in memory it is its <em>key</em>, the digits as a long that is
 * never 0. Keys are unique across kinds within a region, and 0 stands for none.
 *
 * <p>Source of the codes: EC2 API reference, "Error codes for the Amazon EC2 API".
 */
public enum ResourceKind {
    VPC("vpc", "vpc ID", "InvalidVpcID.NotFound"),
    SUBNET("subnet", "subnet ID", "InvalidSubnetID.NotFound"),
    ROUTE_TABLE("rtb", "routeTable ID", "InvalidRouteTableID.NotFound"),
    INTERNET_GATEWAY("igw", "internetGateway ID", "InvalidInternetGatewayID.NotFound"),
    NAT_GATEWAY("nat", "NAT gateway ID", "NatGatewayNotFound"),
    VPN_GATEWAY("vgw", "vpnGateway ID", "InvalidVpnGatewayID.NotFound"),
    CUSTOMER_GATEWAY("cgw", "customerGateway ID", "InvalidCustomerGatewayID.NotFound"),
    VPN_CONNECTION("vpn", "vpnConnection ID", "InvalidVpnConnectionID.NotFound"),
    PEERING("pcx", "vpcPeeringConnection ID", "InvalidVpcPeeringConnectionID.NotFound"),
    SECURITY_GROUP("sg", "security group", "InvalidGroup.NotFound"),
    NETWORK_ACL("acl", "networkAcl ID", "InvalidNetworkAclID.NotFound"),
    INTERFACE("eni", "networkInterface ID", "InvalidNetworkInterfaceID.NotFound"),
    ATTACHMENT("eni-attach", "attachment ID", "InvalidAttachmentID.NotFound"),
    ELASTIC_IP("eipalloc", "allocation ID", "InvalidAllocationID.NotFound"),
    ASSOCIATION("eipassoc", "association ID", "InvalidAssociationID.NotFound"),
    INSTANCE("i", "instance ID", "InvalidInstanceID.NotFound"),
    FLOW_LOG("fl", "flow log ID", "InvalidFlowLogId.NotFound");

    private static final int HEX_DIGITS = 17;

    private final String prefix;
    private final String noun;
    private final String notFoundCode;

    ResourceKind(String prefix, String noun, String notFoundCode) {
        this.prefix = prefix;
        this.noun = noun;
        this.notFoundCode = notFoundCode;
    }

    /** The id's letters, for instance {@code eni}. */
    public String prefix() {
        return prefix;
    }

    /** A key as users write it, for instance {@code eni-0123456789abcdef0}; {@code -} for none. */
    public String id(long key) {
        if (key == 0) {
            return "-";
        }
        String digits = Long.toHexString(key);
        return prefix + "-" + "0".repeat(HEX_DIGITS - digits.length()) + digits;
    }

    /** Whether a text begins like an id of this kind. */
    public boolean isIdOf(String text) {
        return text.startsWith(prefix + "-") && text.length() == prefix.length() + 1 + HEX_DIGITS;
    }

    /**
     * The key of an id.
     *
     * @throws Ec2Exception {@code InvalidInstanceID.Malformed} for what cannot be an instance's id, the kind's
     *     {@code NotFound} code otherwise
     */
    public long key(String id) {
        if (id == null || id.isBlank()) {
            throw new Ec2Exception(
                    "MissingParameter", "The request must contain the " + noun + " (" + prefix + "-...).");
        }
        if (isIdOf(id)) {
            try {
                return Long.parseUnsignedLong(id, prefix.length() + 1, id.length(), 16);
            } catch (NumberFormatException e) {
                // said below
            }
        }
        if (this == INSTANCE) {
            throw new Ec2Exception(
                    "InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\" (expecting \"i-...\", 17 hex digits)");
        }
        throw notFound(id);
    }

    /** The error for an id that stands for nothing. */
    public Ec2Exception notFound(String id) {
        String hint = "";
        if (id != null && !id.startsWith(prefix + "-")) {
            hint = "; ids of this kind begin with '" + prefix + "-'";
        }
        return new Ec2Exception(notFoundCode, "The " + noun + " '" + id + "' does not exist" + hint);
    }

    /** The kind whose prefix an id carries. */
    public static ResourceKind of(String id, String parameter) {
        ResourceKind found = null;
        for (ResourceKind kind : values()) {
            if (id != null && kind.isIdOf(id)) {
                found = kind;
            }
        }
        if (found == null) {
            throw invalidValue(id, parameter, "It is no resource id such as 'vpc-...' followed by 17 hex digits.");
        }
        return found;
    }
}
