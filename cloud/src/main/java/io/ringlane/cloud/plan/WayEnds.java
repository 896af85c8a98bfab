package io.ringlane.cloud.plan;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.network.NetworkSpec;
import io.ringlane.cloud.network.NetworkSpec.ElasticIpSpec;
import io.ringlane.cloud.network.NetworkSpec.VpnSpec;
import io.ringlane.cloud.plan.WayEnd.Kind;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.ScenarioNetwork;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.text.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds what people name as the ends of a way: instances, interfaces, Elastic IPs, VPNs, the internet and addresses. */
final class WayEnds {

    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    private final Scenario scenario;
    private final ScenarioNetwork network;
    private final Ec2Region ec2;
    private final NetworkNames names;

    WayEnds(Scenario scenario, ScenarioNetwork network) {
        this.scenario = scenario;
        this.network = network;
        this.ec2 = network.ec2();
        this.names = network.names();
    }

    /** @throws PlanException if there is nothing of that name */
    WayEnd sender(String name, int ipVersion) {
        WayEnd end = find(name, ipVersion);
        if (end.kind() == Kind.NOBODY) {
            throw new PlanException("nobody has the address " + name + ", so nobody sends from it");
        }
        if (end.kind() == Kind.INTERFACE && end.nic() == null) {
            throw new PlanException("the Elastic IP '" + name + "' is on nothing, so nobody sends from it");
        }
        return end;
    }

    /**
     * @param sender which of a receiver's addresses is meant depends on where the sender is
     * @throws PlanException if there is nothing of that name, or it has no address that the sender could send to
     */
    WayEnd receiver(String name, WayEnd sender, int ipVersion) {
        WayEnd end = find(name, ipVersion);
        boolean isNamed = names.first(name, ResourceKind.INTERFACE, ResourceKind.INSTANCE) != null;
        if (!isNamed || ipVersion == 6 || sender.kind() != Kind.INTERNET) {
            return end;
        }
        IpAddress publicAddress = network.ends().destination(name, NetworkSpec.INTERNET, ipVersion);
        if (publicAddress == null) {
            throw new PlanException("'" + name + "' has no public address: put an Elastic IP on it, or launch it in a"
                    + " public subnet");
        }
        return new WayEnd(name, Kind.INTERFACE, end.nic(), end.instance(), 0, end.source(), publicAddress);
    }

    private WayEnd find(String name, int ipVersion) {
        if (name.equals(NetworkSpec.INTERNET)) {
            return outside(name, Kind.INTERNET, 0, network.ends().source(name, ipVersion));
        }
        String elasticIp = names.find(ResourceKind.ELASTIC_IP, name);
        boolean isBehindVpn = network.ends().isBehindVpn(name);
        if (ipVersion == 6 && (isBehindVpn || elasticIp != null)) {
            throw new PlanException("'" + name + "' is reached over IPv4 only: name an instance, or ask for IPv4");
        }
        if (isBehindVpn) {
            return behindVpn(name, name, network.ends().source(name, ipVersion));
        }
        if (elasticIp != null) {
            ElasticIp known = ec2.addresses().describe(elasticIp);
            NetworkInterface nic = ec2.state().find(Table.INTERFACES, known.interfaceKey());
            return at(name, nic, nic == null ? null : IpAddress.ofIpv4(known.privateIpv4()), known.publicIp());
        }
        NetworkInterface nic = network.ends().interfaceOf(name);
        if (nic != null) {
            IpAddress address = network.ends().source(name, ipVersion);
            if (address == null) {
                throw new PlanException("'" + name + "' has no IPv6 address: give its subnet an ipv6Cidr");
            }
            return at(name, nic, address, address);
        }
        if (ADDRESS.matcher(name).matches() && ipVersion == 6) {
            throw new PlanException(
                    "'" + name + "' is an IPv4 address, and the other end's is IPv6: write two of a family");
        }
        return name.contains(":") || ADDRESS.matcher(name).matches() ? atAddress(name) : unknown(name);
    }

    private WayEnd at(String name, NetworkInterface nic, IpAddress source, IpAddress destination) {
        boolean isAttached = nic != null && nic.attachment() != null;
        String instance = isAttached ? names.nameOf(nic.attachment().instanceId()) : null;
        return new WayEnd(name, Kind.INTERFACE, nic, instance, 0, source, destination);
    }

    private static WayEnd outside(String name, Kind kind, long vpnKey, IpAddress address) {
        return new WayEnd(name, kind, null, null, vpnKey, address, address);
    }

    private WayEnd behindVpn(String name, String vpn, IpAddress address) {
        long key = ResourceKind.VPN_CONNECTION.key(names.find(ResourceKind.VPN_CONNECTION, vpn));
        return outside(name, Kind.VPN, key, address);
    }

    private WayEnd atAddress(String name) {
        IpAddress address = parse(name);
        NetworkInterface ofPublic = !address.isIpv4() ? null : ec2.state().interfaceAtPublic(address.ipv4());
        if (ofPublic != null) {
            return at(name, ofPublic, IpAddress.ofIpv4(ofPublic.ipv4(ofPublic.indexOfPublic(address.ipv4()))), address);
        }
        Optional<NetworkInterface> owner = ec2.state().all(Table.INTERFACES).stream()
                .filter(each -> each.owns(address))
                .findFirst();
        if (owner.isPresent()) {
            return at(name, owner.get(), address, address);
        }
        for (VpnSpec vpn : scenario.network().vpns()) {
            if (vpn.networks().stream().anyMatch(each -> each.contains(address))) {
                return behindVpn(name, vpn.name(), address);
            }
        }
        boolean isOurs = Ec2Settings.builtIn().isPublic(address)
                || ec2.state().all(Table.VPCS).stream().anyMatch(vpc -> vpc.contains(address));
        return outside(name, isOurs ? Kind.NOBODY : Kind.INTERNET, 0, address);
    }

    private static IpAddress parse(String address) {
        try {
            return IpAddress.parse(address);
        } catch (Ec2Exception e) {
            throw new PlanException("'" + address + "' is no address: write one such as 10.0.1.4");
        }
    }

    private WayEnd unknown(String name) {
        List<String> ends = new ArrayList<>();
        for (InstanceSpec each : scenario.instances()) {
            if (each.name().equals(name)) {
                throw new PlanException("'" + name + "' is not there before an event launches it");
            }
            ends.add(each.name());
        }
        scenario.network().interfaces().forEach(each -> ends.add(each.name()));
        for (ElasticIpSpec each : scenario.network().elasticIps()) {
            if (each.name().equals(name)) {
                throw new PlanException("'" + name + "' is not there before an event allocates it");
            }
            ends.add(each.name());
        }
        scenario.network().vpns().forEach(each -> ends.add(each.name()));
        ends.add(NetworkSpec.INTERNET);
        throw new PlanException(
                "unknown end '" + name + "': " + NearestName.advice(name, ends, "ends") + "; or write an address");
    }
}
