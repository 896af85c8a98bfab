package io.ringlane.cloud.ec2;

import io.ringlane.cloud.address.CostReport;
import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Vpc;
import java.util.function.Predicate;

/** Elastic IPs, and what public addresses cost. */
public final class AddressApi {

    private final Control control;

    AddressApi(Control control) {
        this.control = control;
    }

    /**
     * Allocates an address.
     *
     * @throws Ec2Exception {@code AddressLimitExceeded} or {@code InsufficientAddressCapacity}
     */
    public ElasticIp allocate() {
        return control.change(draft -> {
            int limit = control.settings().count(Setting.ELASTIC_IPS);
            if (draft.count(Table.ELASTIC_IPS) >= limit) {
                throw new Ec2Exception(
                        "AddressLimitExceeded",
                        "The maximum number of addresses has been reached. The region's quota is " + limit + ".");
            }
            long key = draft.newKey();
            return draft.putElasticIp(new ElasticIp(key, draft.takePublicIpv4(key), 0, 0, 0, 0));
        });
    }

    /** Binds an address to the primary private address of an interface, or of the one interface of an instance. */
    public ElasticIp associate(String allocationId, String interfaceOrInstanceId) {
        return associate(allocationId, interfaceOrInstanceId, null, true);
    }

    /**
     * Binds an address to a private one. It takes the place of what was there: a lent address goes back to the pool, an
     * Elastic IP stays allocated. Where it was before, an instance launched with a public address gets a new one of the pool.
     * Binding it where it is already changes nothing.
     *
     * @param interfaceOrInstanceId an interface, or an instance that has just one
     * @param privateAddress one of the interface's, or null for its primary one
     * @param allowReassociation whether the address may be bound elsewhere, and another may be there
     * @throws Ec2Exception {@code InvalidAllocationID.NotFound}, {@code InvalidNetworkInterfaceID.NotFound}, {@code
     *     InvalidInstanceID}, {@code Gateway.NotAttached}, {@code Resource.AlreadyAssociated}, {@code
     *     InsufficientAddressCapacity} or {@code InvalidParameterValue}
     */
    public ElasticIp associate(
            String allocationId, String interfaceOrInstanceId, String privateAddress, boolean allowReassociation) {
        return control.change(draft -> {
            ElasticIp address = draft.require(Table.ELASTIC_IPS, allocationId);
            NetworkInterface target = target(draft, interfaceOrInstanceId);
            int index = index(target, privateAddress);
            Vpc vpc = draft.find(Table.VPCS, target.vpcKey());
            if (vpc.internetGatewayKey() == 0) {
                throw new Ec2Exception(
                        "Gateway.NotAttached", "Network " + vpc.id() + " is not attached to any internet gateway");
            }
            if (target.publicIpv4(index) == address.address()) {
                return address;
            }
            checkReassociation(draft, address, target, index, allowReassociation);
            if (address.isAssociated()) {
                PublicAddresses.disassociate(draft, address);
            }
            PublicAddresses.disassociateIfElastic(draft, target.publicIpv4(index));
            NetworkInterface free = draft.find(Table.INTERFACES, target.key());
            free = index == 0 ? PublicAddresses.takeBack(draft, free) : free;
            ElasticIp moved =
                    PublicAddresses.associate(draft, draft.find(Table.ELASTIC_IPS, address.key()), free, index);
            if (address.isAssociated()) {
                PublicAddresses.lendAgain(draft, draft.find(Table.INTERFACES, address.interfaceKey()));
            }
            return moved;
        });
    }

    private static void checkReassociation(
            RegionDraft draft, ElasticIp address, NetworkInterface target, int index, boolean allowed) {
        if (address.isAssociated()) {
            NetworkInterface bound = draft.find(Table.INTERFACES, address.interfaceKey());
            if (!allowed || bound.type() == NetworkInterface.Type.NAT_GATEWAY) {
                throw alreadyAssociated(address);
            }
        }
        int other = target.publicIpv4(index);
        if (!allowed && other != 0 && draft.elasticIpAt(other) != 0) {
            throw new Ec2Exception(
                    "Resource.AlreadyAssociated",
                    "resource " + target.id() + " and " + IpAddress.ofIpv4(target.ipv4(index))
                            + " is already associated with public address " + IpAddress.ofIpv4(other));
        }
    }

    static Ec2Exception alreadyAssociated(ElasticIp address) {
        return new Ec2Exception(
                "Resource.AlreadyAssociated",
                "resource " + address.id() + " is already associated with associate-id " + address.associationId());
    }

    private static NetworkInterface target(RegionView region, String id) {
        if (id == null || !id.startsWith(ResourceKind.INSTANCE.prefix() + "-")) {
            NetworkInterface target = region.require(Table.INTERFACES, id);
            if (target.type() != NetworkInterface.Type.INTERFACE) {
                throw new Ec2Exception(
                        "OperationNotPermitted",
                        "You are not allowed to manage '" + id + "': it belongs to a NAT gateway.");
            }
            return target;
        }
        Instance instance = region.require(Table.INSTANCES, id);
        if (instance.state().isEnding()) {
            throw new Ec2Exception(
                    "IncorrectInstanceState",
                    "The instance '" + id + "' is " + instance.state().label() + "; it takes no address any more.");
        }
        if (instance.interfaceKeys().length != 1) {
            throw new Ec2Exception(
                    "InvalidInstanceID",
                    "There are multiple interfaces attached to instance '" + id
                            + "'. Please specify an interface ID for the operation instead.");
        }
        return region.find(Table.INTERFACES, instance.interfaceKeys()[0]);
    }

    private static int index(NetworkInterface target, String privateAddress) {
        if (privateAddress == null) {
            return 0;
        }
        IpAddress parsed = IpAddress.parse(privateAddress);
        int index = parsed.isIpv4() ? target.indexOf(parsed.ipv4()) : -1;
        if (index < 0) {
            throw Ec2Exception.invalidValue(
                    privateAddress, "privateIpAddress", "It is no private address of " + target.id() + ".");
        }
        return index;
    }

    /**
     * Frees an address, which stays allocated. An instance launched with a public address gets a new one of the pool. Doing
     * it again changes nothing.
     *
     * @throws Ec2Exception {@code InvalidAssociationID.NotFound}, {@code InsufficientAddressCapacity}, or {@code
     *     OperationNotPermitted} for a NAT gateway's
     */
    public ElasticIp disassociate(String associationId) {
        return control.change(draft -> {
            long key = ResourceKind.ASSOCIATION.key(associationId);
            ElasticIp address = find(draft, each -> each.associationKey() == key);
            if (address == null) {
                ElasticIp former = find(draft, each -> !each.isAssociated() && each.formerAssociationKey() == key);
                if (former == null) {
                    throw ResourceKind.ASSOCIATION.notFound(associationId);
                }
                return former;
            }
            NetworkInterface bound = draft.find(Table.INTERFACES, address.interfaceKey());
            if (bound.type() == NetworkInterface.Type.NAT_GATEWAY) {
                throw new Ec2Exception(
                        "OperationNotPermitted",
                        "You do not have permission to disassociate '" + associationId
                                + "': it belongs to a NAT gateway.");
            }
            ElasticIp freed = PublicAddresses.disassociate(draft, address);
            PublicAddresses.lendAgain(draft, bound);
            return freed;
        });
    }

    private static ElasticIp find(RegionView region, Predicate<ElasticIp> wanted) {
        return region.all(Table.ELASTIC_IPS).stream().filter(wanted).findFirst().orElse(null);
    }

    /**
     * Releases an address.
     *
     * @throws Ec2Exception {@code InvalidAllocationID.NotFound}, or {@code InvalidIPAddress.InUse} while it is bound
     */
    public void release(String allocationId) {
        control.change(draft -> {
            ElasticIp address = draft.require(Table.ELASTIC_IPS, allocationId);
            if (address.isAssociated()) {
                throw new Ec2Exception(
                        "InvalidIPAddress.InUse",
                        "Address " + address.publicIp() + " is in use; disassociate " + address.associationId()
                                + " first.");
            }
            draft.removeElasticIp(address);
            return null;
        });
    }

    /** An Elastic IP as it stands. */
    public ElasticIp describe(String allocationId) {
        return control.settled().require(Table.ELASTIC_IPS, allocationId);
    }

    /**
     * The Elastic IP with a public address.
     *
     * @throws Ec2Exception {@code InvalidAddress.NotFound}
     */
    public ElasticIp describeAt(String publicAddress) {
        RegionView region = control.settled();
        IpAddress address = IpAddress.parse(publicAddress);
        long key = address.isIpv4() ? region.elasticIpAt(address.ipv4()) : 0;
        if (key == 0) {
            throw new Ec2Exception("InvalidAddress.NotFound", "Address '" + publicAddress + "' not found.");
        }
        return region.find(Table.ELASTIC_IPS, key);
    }

    /** What all public addresses have cost so far, under the rules before and since February 2024. */
    public CostReport costReport() {
        return control.costReport();
    }
}
