package io.ringlane.cloud.forwarding;

/** The kind of way a packet takes; it decides the MTU, and which cap binds. */
public enum Path {
    /** To an interface of the same subnet: neither route table nor network ACL. */
    SUBNET("same subnet"),
    /** Through the VPC's router. */
    VPC("VPC"),
    /** By a route to an interface or instance, a router or firewall. */
    APPLIANCE("appliance"),
    /** Over a peering of VPCs. */
    PEERING("peering"),
    /** Through an internet gateway, out or in. */
    INTERNET_GATEWAY("internet gateway"),
    /** Through a NAT gateway, and from there on to whatever its own route table says. */
    NAT_GATEWAY("NAT gateway"),
    /** Through a virtual private gateway, out or in. */
    VPN("VPN"),
    /** To a service of the host: metadata, DNS, time. */
    SERVICE("service");

    private final String label;

    Path(String label) {
        this.label = label;
    }

    /** In words, for a table. */
    public String label() {
        return label;
    }
}
