package io.ringlane.cloud.resource;

import java.util.List;

/** EC2's error codes as far as a call may be refused with them here. Source: EC2 API reference, "Error codes for the Amazon EC2 API". */
public final class ErrorCodes {

    private static final List<String> ALL = List.of(
            "ActiveVpcPeeringConnectionPerVpcLimitExceeded",
            "AddressLimitExceeded",
            "AttachmentLimitExceeded",
            "CannotDelete",
            "DependencyViolation",
            "FlowLogAlreadyExists",
            "Gateway.NotAttached",
            "IncorrectInstanceState",
            "IncorrectState",
            "InsufficientAddressCapacity",
            "InsufficientFreeAddressesInSubnet",
            "InsufficientInstanceCapacity",
            "InternetGatewayLimitExceeded",
            "InvalidAddress.NotFound",
            "InvalidAllocationID.NotFound",
            "InvalidAssociationID.NotFound",
            "InvalidAttachmentID.NotFound",
            "InvalidCustomerGatewayID.NotFound",
            "InvalidFlowLogId.NotFound",
            "InvalidGroup.Duplicate",
            "InvalidGroup.NotFound",
            "InvalidGroup.Reserved",
            "InvalidIPAddress.InUse",
            "InvalidInstanceID",
            "InvalidInstanceID.Malformed",
            "InvalidInstanceID.NotFound",
            "InvalidInternetGatewayID.NotFound",
            "InvalidNetworkAclEntry.NotFound",
            "InvalidNetworkAclID.NotFound",
            "InvalidNetworkInterface.InUse",
            "InvalidNetworkInterfaceID.NotFound",
            "InvalidParameterCombination",
            "InvalidParameterValue",
            "InvalidPermission.Duplicate",
            "InvalidPermission.Malformed",
            "InvalidPermission.NotFound",
            "InvalidPlacementGroup.Duplicate",
            "InvalidPlacementGroup.InUse",
            "InvalidPlacementGroup.Unknown",
            "InvalidRoute.NotFound",
            "InvalidRouteTableID.NotFound",
            "InvalidStateTransition",
            "InvalidSubnet.Conflict",
            "InvalidSubnet.Range",
            "InvalidSubnetID.NotFound",
            "InvalidVpc.Range",
            "InvalidVpcID.NotFound",
            "InvalidVpcPeeringConnectionID.NotFound",
            "InvalidVpnConnectionID.NotFound",
            "InvalidVpnGatewayAttachment.NotFound",
            "InvalidVpnGatewayID.NotFound",
            "MissingParameter",
            "NatGatewayNotFound",
            "NetworkAclEntryAlreadyExists",
            "NetworkAclEntryLimitExceeded",
            "NetworkAclLimitExceeded",
            "NetworkInterfaceLimitExceeded",
            "OperationNotPermitted",
            "PlacementGroupLimitExceeded",
            "PrivateIpAddressLimitExceeded",
            "Resource.AlreadyAssociated",
            "RouteAlreadyExists",
            "RouteLimitExceeded",
            "RouteTableLimitExceeded",
            "RulesPerSecurityGroupLimitExceeded",
            "SecurityGroupLimitExceeded",
            "SecurityGroupsPerInterfaceLimitExceeded",
            "SubnetLimitExceeded",
            "UnsupportedOperation",
            "VpcLimitExceeded",
            "VpcPeeringConnectionAlreadyExists");

    private ErrorCodes() {}

    /** Every code, in the order of the alphabet. */
    public static List<String> all() {
        return ALL;
    }
}
