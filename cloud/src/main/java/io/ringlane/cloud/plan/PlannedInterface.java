package io.ringlane.cloud.plan;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.scenario.ScenarioNetwork;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.placement.group.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An interface as it is before traffic, everything by its name.
 *
 * @param name what the scenario calls it, or for instance {@code eth0 of a}
 * @param instance the instance that it is on, or null
 * @param address its primary private address
 * @param publicAddress the public address of that, with the Elastic IP's name; null if there is none
 * @param ipv6Addresses its IPv6 addresses; empty if it has none
 * @param securityGroups the names of its groups
 */
public record PlannedInterface(
        String name,
        String instance,
        String subnet,
        String zone,
        String address,
        String publicAddress,
        List<String> ipv6Addresses,
        List<String> securityGroups) {

    /** Those of instances first, in the order of the instances and of their devices. */
    static List<PlannedInterface> of(ScenarioNetwork network) {
        RegionView region = network.ec2().state();
        Set<NetworkInterface> all = new LinkedHashSet<>();
        for (Placement each : network.placements()) {
            for (long key : region.require(Table.INSTANCES, each.instance()).interfaceKeys()) {
                all.add(region.find(Table.INTERFACES, key));
            }
        }
        List<NetworkInterface> others = new ArrayList<>(region.all(Table.INTERFACES));
        others.sort(Comparator.comparing(each -> network.names().nameOf(each.id())));
        all.addAll(others);
        return all.stream().map(each -> of(network, each)).toList();
    }

    private static PlannedInterface of(ScenarioNetwork network, NetworkInterface nic) {
        NetworkNames names = network.names();
        Ec2Region ec2 = network.ec2();
        Subnet subnet = ec2.state().find(Table.SUBNETS, nic.subnetKey());
        List<String> groups = new ArrayList<>();
        for (long group : nic.groupKeys()) {
            groups.add(names.nameOf(ResourceKind.SECURITY_GROUP.id(group)));
        }
        return new PlannedInterface(
                names.nameOf(nic.id()),
                nic.attachment() == null ? null : names.nameOf(nic.attachment().instanceId()),
                names.nameOf(subnet.id()),
                subnet.zone(),
                nic.primaryAddress().toString(),
                publicAddress(ec2, names, nic),
                ipv6Addresses(nic),
                groups);
    }

    private static List<String> ipv6Addresses(NetworkInterface nic) {
        return IntStream.range(0, nic.ipv6Count())
                .mapToObj(index -> nic.ipv6(index).toString())
                .toList();
    }

    private static String publicAddress(Ec2Region ec2, NetworkNames names, NetworkInterface nic) {
        int address = nic.publicIpv4(0);
        if (address == 0) {
            return null;
        }
        String text = nic.publicOf(nic.primaryAddress()).toString();
        long elasticIp = ec2.state().elasticIpAt(address);
        return elasticIp == 0 ? text : text + " (" + names.nameOf(ResourceKind.ELASTIC_IP.id(elasticIp)) + ")";
    }
}
