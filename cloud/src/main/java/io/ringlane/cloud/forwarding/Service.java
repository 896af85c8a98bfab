package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.vpc.Vpc;

/**
 * Services that the host answers on link-local addresses. Security groups and network ACLs do not see their traffic.
 *
 * <p>Source: Amazon EC2 User Guide, "Retrieve instance metadata"; Amazon VPC User Guide, "DNS attributes for your VPC".
 */
public enum Service {
    METADATA("169.254.169.254", "fd00:ec2::254"),
    DNS("169.254.169.253", "fd00:ec2::253"),
    TIME("169.254.169.123", "fd00:ec2::123");

    private static final Service[] VALUES = values();

    private final IpAddress ipv4;
    private final IpAddress ipv6;

    Service(String ipv4, String ipv6) {
        this.ipv4 = IpAddress.parse(ipv4);
        this.ipv6 = IpAddress.parse(ipv6);
    }

    /** The service that answers on an address inside a VPC, or null. */
    static Service at(IpAddress address, Vpc vpc) {
        Service found = vpc.resolver().equals(address) ? DNS : null;
        for (Service each : VALUES) {
            if (each.ipv4.equals(address) || each.ipv6.equals(address)) {
                found = each;
            }
        }
        return found == DNS && !vpc.dnsSupport() ? null : found;
    }
}
