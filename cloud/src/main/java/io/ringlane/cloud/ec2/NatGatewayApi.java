package io.ringlane.cloud.ec2;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.NatMetrics;
import io.ringlane.cloud.forwarding.NatTables;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.NatGateway;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;

/** NAT gateways. */
public final class NatGatewayApi {

    private final Control control;
    private final NatTables tables;

    NatGatewayApi(Control control, NatTables tables) {
        this.control = control;
        this.tables = tables;
    }

    /**
     * Makes a public NAT gateway with an Elastic IP.
     *
     * @throws Ec2Exception {@code InvalidSubnetID.NotFound}, {@code InvalidAllocationID.NotFound}, {@code
     *     Resource.AlreadyAssociated}, or {@code Gateway.NotAttached} if the VPC has no internet gateway
     */
    public NatGateway create(String subnetId, String allocationId) {
        return control.change(draft -> {
            Subnet subnet = draft.require(Table.SUBNETS, subnetId);
            ElasticIp address = draft.require(Table.ELASTIC_IPS, allocationId);
            if (address.isAssociated()) {
                throw AddressApi.alreadyAssociated(address);
            }
            Vpc vpc = draft.find(Table.VPCS, subnet.vpcKey());
            if (vpc.internetGatewayKey() == 0) {
                throw new Ec2Exception(
                        "Gateway.NotAttached", "Network " + vpc.id() + " has no Internet gateway attached");
            }
            NetworkInterface own = InterfaceMaker.createForNat(draft, control.settings(), subnet);
            PublicAddresses.associate(draft, address, own, 0);
            return put(draft, subnet, own, address.key());
        });
    }

    /** Makes a private NAT gateway, for VPCs and sites behind a virtual private gateway. */
    public NatGateway createPrivate(String subnetId) {
        return control.change(draft -> {
            Subnet subnet = draft.require(Table.SUBNETS, subnetId);
            return put(draft, subnet, InterfaceMaker.createForNat(draft, control.settings(), subnet), 0);
        });
    }

    private static NatGateway put(RegionDraft draft, Subnet subnet, NetworkInterface own, long elasticIp) {
        long key = draft.newKey();
        return draft.put(
                Table.NAT_GATEWAYS, key, new NatGateway(key, subnet.vpcKey(), subnet.key(), own.key(), elasticIp));
    }

    /**
     * What a gateway has done so far, as CloudWatch has it.
     *
     * @throws Ec2Exception {@code NatGatewayNotFound}
     */
    public NatMetrics metrics(String gatewayId) {
        return tables.metrics(control.state().require(Table.NAT_GATEWAYS, gatewayId));
    }

    /** Deletes a gateway: its Elastic IP stays allocated, its connections end, routes to it become black holes. */
    public void delete(String gatewayId) {
        control.change(draft -> {
            NatGateway gateway = draft.require(Table.NAT_GATEWAYS, gatewayId);
            NetworkInterface own = draft.find(Table.INTERFACES, gateway.interfaceKey());
            PublicAddresses.disassociateAll(draft, own);
            draft.removeInterface(draft.find(Table.INTERFACES, own.key()));
            draft.remove(Table.NAT_GATEWAYS, gateway.key());
            draft.afterCommit(() -> tables.forget(gateway.key()));
            return null;
        });
    }

    /** A gateway as it stands. */
    public NatGateway describe(String gatewayId) {
        return control.settled().require(Table.NAT_GATEWAYS, gatewayId);
    }
}
