package io.ringlane.cloud.network;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.network.NetworkSpec.VpnSpec;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.state.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the ends of flows are in a network, and how they are addressed. */
public final class NetworkEnds {

    /** A host out there; for documentation, RFC 5737. */
    private static final IpAddress INTERNET_HOST = IpAddress.parse("198.51.100.10");

    /** The same host over IPv6; for documentation, RFC 9637, and outside of what EC2's own addresses are taken from. */
    private static final IpAddress INTERNET_HOST_IPV6 = IpAddress.parse("3fff::10");

    /** Which host of a VPN's first network it is. */
    private static final int FAR_HOST = 10;

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern ADDRESS = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

    private final Ec2Region ec2;
    private final NetworkNames names;
    private final Map<String, IpAddress> farHosts = new HashMap<>(); // by VPN

    /** @param names what things are called in {@code ec2} */
    public NetworkEnds(Ec2Region ec2, NetworkNames names, List<VpnSpec> vpns) {
        this.ec2 = ec2;
        this.names = names;
        vpns.forEach(
                vpn -> farHosts.put(vpn.name(), vpn.networks().get(0).base().plus(FAR_HOST)));
    }

    /** Whether an end is written as an IPv4 address: somebody may have it, or nobody. */
    public static boolean isAddress(String end) {
        return ADDRESS.matcher(end).matches();
    }

    /** Whether an end is a host behind a VPN. */
    public boolean isBehindVpn(String end) {
        return farHosts.containsKey(end);
    }

    /** The interface that a name stands for, an instance's being its first; null if it has none. */
    public NetworkInterface interfaceOf(String end) {
        String eni = names.find(ResourceKind.INTERFACE, end);
        if (eni != null) {
            return ec2.state().find(Table.INTERFACES, ResourceKind.INTERFACE.key(eni));
        }
        String id = names.find(ResourceKind.INSTANCE, end);
        Instance instance = id == null ? null : ec2.state().find(Table.INSTANCES, ResourceKind.INSTANCE.key(id));
        return instance == null || instance.interfaceKeys().length == 0
                ? null
                : ec2.state().find(Table.INTERFACES, instance.interfaceKeys()[0]);
    }

    /**
     * The address that an end sends from; null while it has none.
     *
     * @param ipVersion 4 or 6; a VPN carries 4 only
     */
    public IpAddress source(String end, int ipVersion) {
        if (end.equals(NetworkSpec.INTERNET)) {
            return ipVersion == 6 ? INTERNET_HOST_IPV6 : INTERNET_HOST;
        }
        if (isBehindVpn(end)) {
            return ipVersion == 6 ? null : farHosts.get(end);
        }
        NetworkInterface each = interfaceOf(end);
        return each == null ? null : privateAddress(each, ipVersion);
    }

    /** The first address of a family that an interface has itself; null if it has none. */
    private static IpAddress privateAddress(NetworkInterface each, int ipVersion) {
        return ipVersion == 4 ? each.primaryAddress() : each.ipv6Count() == 0 ? null : each.ipv6(0);
    }

    /**
     * The address that an end is reached at: of an interface its private one or, from the internet, its public one, which over
     * IPv6 are the same; null while it has none.
     *
     * @param end also an IPv4 address, whoever has it
     * @param ipVersion 4 or 6; an Elastic IP is of 4
     */
    public IpAddress destination(String end, String sender, int ipVersion) {
        String elasticIp = names.find(ResourceKind.ELASTIC_IP, end);
        if (elasticIp != null) {
            return ipVersion == 6 ? null : ec2.addresses().describe(elasticIp).publicIp();
        }
        NetworkInterface each = interfaceOf(end);
        if (each == null && ipVersion == 4 && isAddress(end) && !isBehindVpn(end)) {
            return IpAddress.parse(end);
        }
        if (each == null || ipVersion == 6 || !sender.equals(NetworkSpec.INTERNET)) {
            return source(end, ipVersion);
        }
        return each.publicIpv4(0) == 0 ? null : IpAddress.ofIpv4(each.publicIpv4(0));
    }
}
