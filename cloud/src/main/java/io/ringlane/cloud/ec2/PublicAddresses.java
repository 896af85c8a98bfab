package io.ringlane.cloud.ec2;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.InstanceState;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;

/**
 * Lends public addresses of the pool and takes them back, and binds Elastic IPs to private addresses and frees them.
 *
 * <p>Source: Amazon EC2 User Guide, "Amazon EC2 instance IP addressing".
 */
final class PublicAddresses {

    private PublicAddresses() {}

    /**
     * Lends an instance a public address, if it was launched with one and nothing speaks against it: more than one
     * interface, or an Elastic IP on its primary interface.
     *
     * @throws io.ringlane.cloud.resource.Ec2Exception {@code InsufficientAddressCapacity}
     */
    static void lend(RegionDraft draft, Instance instance) {
        if (!instance.launch().autoPublic() || instance.interfaceKeys().length != 1) {
            return;
        }
        NetworkInterface primary = draft.find(Table.INTERFACES, instance.interfaceKeys()[0]);
        if (!primary.hasPublicAddress()) {
            draft.putInterface(primary.change()
                    .publicIpv4(0, draft.takePublicIpv4(0), true)
                    .build());
        }
    }

    /**
     * Lends the instance of an interface a public address, as {@link #lend}, after an Elastic IP has left the interface; only to an
     * instance that runs or is about to.
     */
    static void lendAgain(RegionDraft draft, NetworkInterface left) {
        if (left.attachment() == null) {
            return;
        }
        Instance instance = draft.find(Table.INSTANCES, left.attachment().instanceKey());
        if (instance.state() == InstanceState.RUNNING || instance.state() == InstanceState.PENDING) {
            lend(draft, instance);
        }
    }

    /** Takes back what an interface was lent. */
    static NetworkInterface takeBack(RegionDraft draft, NetworkInterface from) {
        if (!from.isAutoPublic()) {
            return from;
        }
        draft.returnPublicIpv4(from.publicIpv4(0));
        return draft.putInterface(from.change().publicIpv4(0, 0, false).build());
    }

    /** Binds an Elastic IP that is free to a private address that has no other public one. */
    static ElasticIp associate(RegionDraft draft, ElasticIp address, NetworkInterface to, int index) {
        if (address.formerAssociationKey() != 0) {
            draft.countRemap();
        }
        NetworkInterface bound = draft.putInterface(
                to.change().publicIpv4(index, address.address(), false).build());
        touch(draft, bound);
        return draft.putElasticIp(address.associated(draft.newKey(), bound.key(), bound.ipv4(index)));
    }

    /** Frees an Elastic IP; it stays allocated. */
    static ElasticIp disassociate(RegionDraft draft, ElasticIp address) {
        NetworkInterface on = draft.find(Table.INTERFACES, address.interfaceKey());
        touch(draft, on);
        draft.putInterface(on.change()
                .publicIpv4(on.indexOfPublic(address.address()), 0, false)
                .build());
        return draft.putElasticIp(address.disassociated());
    }

    /** Frees every Elastic IP of an interface. */
    static void disassociateAll(RegionDraft draft, NetworkInterface of) {
        for (int i = 0; i < of.ipv4Count(); i++) {
            disassociateIfElastic(draft, of.publicIpv4(i));
        }
    }

    /** Frees the Elastic IP with a public address, if it is one. */
    static void disassociateIfElastic(RegionDraft draft, int publicIpv4) {
        long elastic = publicIpv4 == 0 ? 0 : draft.elasticIpAt(publicIpv4);
        if (elastic != 0) {
            disassociate(draft, draft.find(Table.ELASTIC_IPS, elastic));
        }
    }

    private static void touch(RegionDraft draft, NetworkInterface changed) {
        if (changed.attachment() == null) {
            draft.touchAddressesOf(changed);
        } else {
            draft.touchAddressesOf(
                    draft.find(Table.INSTANCES, changed.attachment().instanceKey()));
        }
    }
}
