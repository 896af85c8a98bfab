package io.ringlane.cloud.ec2;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.InternetGateway;
import io.ringlane.cloud.vpc.Vpc;

/** Internet gateways. */
public final class InternetGatewayApi {

    private final Control control;

    InternetGatewayApi(Control control) {
        this.control = control;
    }

    /**
     * Makes a gateway that is attached to nothing.
     *
     * @throws Ec2Exception {@code InternetGatewayLimitExceeded}
     */
    public InternetGateway create() {
        return control.change(draft -> {
            int limit = control.settings().count(Setting.INTERNET_GATEWAYS);
            if (draft.count(Table.INTERNET_GATEWAYS) >= limit) {
                throw new Ec2Exception(
                        "InternetGatewayLimitExceeded",
                        "The maximum number of internet gateways has been reached: " + limit + " in the region.");
            }
            return put(draft, new InternetGateway(draft.newKey(), 0));
        });
    }

    /**
     * Attaches a gateway to a VPC.
     *
     * @throws Ec2Exception {@code Resource.AlreadyAssociated} if it is attached, {@code InvalidParameterValue} if the VPC
     *     has another
     */
    public InternetGateway attach(String gatewayId, String vpcId) {
        return control.change(draft -> {
            InternetGateway gateway = draft.require(Table.INTERNET_GATEWAYS, gatewayId);
            Vpc vpc = draft.require(Table.VPCS, vpcId);
            Attachable.check(draft, gatewayId, gateway.vpcKey(), vpc, vpc.internetGatewayKey(), "an internet gateway");
            draft.put(Table.VPCS, vpc.key(), vpc.withGateways(gateway.key(), vpc.vpnGatewayKey()));
            return put(draft, new InternetGateway(gateway.key(), vpc.key()));
        });
    }

    /**
     * Detaches a gateway. Routes to it become black holes.
     *
     * @throws Ec2Exception {@code Gateway.NotAttached}, or {@code DependencyViolation} while the VPC has public IPv4
     *     addresses
     */
    public InternetGateway detach(String gatewayId, String vpcId) {
        return control.change(draft -> {
            InternetGateway gateway = draft.require(Table.INTERNET_GATEWAYS, gatewayId);
            Vpc vpc = draft.require(Table.VPCS, vpcId);
            if (gateway.vpcKey() != vpc.key()) {
                throw new Ec2Exception(
                        "Gateway.NotAttached", "resource " + gatewayId + " is not attached to network " + vpcId);
            }
            if (draft.all(Table.INTERFACES).stream()
                    .anyMatch(each -> each.vpcKey() == vpc.key() && each.hasPublicAddress())) {
                throw new Ec2Exception(
                        "DependencyViolation",
                        "Network " + vpcId
                                + " has some mapped public address(es). Please unmap those public address(es)"
                                + " before detaching the gateway: "
                                + firstMapped(draft, vpc).id() + " has one.");
            }
            draft.put(Table.VPCS, vpc.key(), vpc.withGateways(0, vpc.vpnGatewayKey()));
            return put(draft, new InternetGateway(gateway.key(), 0));
        });
    }

    private static NetworkInterface firstMapped(RegionDraft draft, Vpc vpc) {
        return draft.all(Table.INTERFACES).stream()
                .filter(each -> each.vpcKey() == vpc.key() && each.hasPublicAddress())
                .findFirst()
                .orElseThrow();
    }

    /**
     * Deletes a gateway.
     *
     * @throws Ec2Exception {@code DependencyViolation} while it is attached
     */
    public void delete(String gatewayId) {
        control.change(draft -> {
            InternetGateway gateway = draft.require(Table.INTERNET_GATEWAYS, gatewayId);
            if (gateway.vpcKey() != 0) {
                throw Ec2Exception.dependency(
                        gatewayId,
                        "it is attached to "
                                + draft.find(Table.VPCS, gateway.vpcKey()).id() + ".");
            }
            draft.remove(Table.INTERNET_GATEWAYS, gateway.key());
            return null;
        });
    }

    /** A gateway as it stands. */
    public InternetGateway describe(String gatewayId) {
        return control.settled().require(Table.INTERNET_GATEWAYS, gatewayId);
    }

    private static InternetGateway put(RegionDraft draft, InternetGateway gateway) {
        return draft.put(Table.INTERNET_GATEWAYS, gateway.key(), gateway);
    }
}
