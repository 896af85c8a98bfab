package io.ringlane.cloud.ec2;

import io.ringlane.cloud.address.AddressUse;
import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.Table;

/** Says what an Elastic IP is used for. */
final class AddressUses {

    private AddressUses() {}

    static AddressUse of(RegionView region, ElasticIp address) {
        if (!address.isAssociated()) {
            return AddressUse.IDLE;
        }
        NetworkInterface on = region.find(Table.INTERFACES, address.interfaceKey());
        if (on.type() == NetworkInterface.Type.NAT_GATEWAY) {
            return AddressUse.IN_USE;
        }
        if (on.attachment() == null) {
            return AddressUse.ON_UNATTACHED_INTERFACE;
        }
        Instance instance = region.find(Table.INSTANCES, on.attachment().instanceKey());
        if (!instance.isRunning()) {
            return AddressUse.ON_STOPPED_INSTANCE;
        }
        return firstOf(region, instance) == address.key() ? AddressUse.IN_USE : AddressUse.ADDITIONAL;
    }

    /** The key of an instance's first Elastic IP, in the order of interfaces and their addresses; 0 if it has none. */
    private static long firstOf(RegionView region, Instance instance) {
        for (long key : instance.interfaceKeys()) {
            NetworkInterface each = region.find(Table.INTERFACES, key);
            for (int i = 0; i < each.ipv4Count(); i++) {
                long elastic = region.elasticIpAt(each.publicIpv4(i));
                if (elastic != 0) {
                    return elastic;
                }
            }
        }
        return 0;
    }
}
