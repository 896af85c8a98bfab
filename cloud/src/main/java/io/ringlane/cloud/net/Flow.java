package io.ringlane.cloud.net;

import io.ringlane.core.packet.IcmpType;
import io.ringlane.core.packet.IpProtocol;

/**
 * A flow's 5-tuple.
 *
 * @param source where its packets come from
 * @param destination where they go, of the same family
 * @param protocol IP protocol number, 0 to 255
 * @param sourcePort TCP or UDP source port, or the type of ICMP; -1 if it is not known; else 0
 * @param destinationPort TCP or UDP destination port, or the code of ICMP; -1 if it is not known; else 0
 */
public record Flow(IpAddress source, IpAddress destination, int protocol, int sourcePort, int destinationPort) {

    /** An ICMP type or code that is not known; or ports, both, of a later piece of a datagram. */
    public static final int UNKNOWN = IcmpType.NONE;

    /** @throws IllegalArgumentException if the addresses are of two families, or a number is out of range */
    public Flow {
        if (source.isIpv4() != destination.isIpv4()) {
            throw new IllegalArgumentException(source + " and " + destination + " are of two families");
        }
        check("protocol", protocol, 0, 255);
        boolean isIcmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
        int least = isIcmp || sourcePort == UNKNOWN && destinationPort == UNKNOWN ? UNKNOWN : 0;
        int most = isIcmp ? 255 : 65_535;
        check(isIcmp ? "ICMP type" : "source port", sourcePort, least, most);
        check(isIcmp ? "ICMP code" : "destination port", destinationPort, least, most);
    }

    /**
     * A TCP flow between two addresses in text.
     *
     * @throws IllegalArgumentException if a port is not 0 to 65535
     */
    public static Flow tcp(String source, int sourcePort, String destination, int destinationPort) {
        return new Flow(
                IpAddress.parse(source), IpAddress.parse(destination), IpProtocol.TCP, sourcePort, destinationPort);
    }

    /**
     * A UDP flow between two addresses in text.
     *
     * @throws IllegalArgumentException if a port is not 0 to 65535
     */
    public static Flow udp(String source, int sourcePort, String destination, int destinationPort) {
        return new Flow(
                IpAddress.parse(source), IpAddress.parse(destination), IpProtocol.UDP, sourcePort, destinationPort);
    }

    /** An ICMP or ICMPv6 flow, by the addresses' family. */
    public static Flow icmp(String source, String destination, int type, int code) {
        IpAddress from = IpAddress.parse(source);
        int protocol = from.isIpv4() ? IpProtocol.ICMP : IpProtocol.ICMPV6;
        return new Flow(from, IpAddress.parse(destination), protocol, type, code);
    }

    /** Whether the protocol has ports. */
    public boolean hasPorts() {
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    }

    /** Whether this is ICMP or ICMPv6. */
    public boolean isIcmp() {
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
    }

    /** The other direction: of an ICMP request its answer, of an answer the request; of other messages the type is not known. */
    public Flow reversed() {
        if (!isIcmp()) {
            return new Flow(destination, source, protocol, destinationPort, sourcePort);
        }
        int answer = IcmpType.counterpart(protocol, sourcePort);
        return new Flow(destination, source, protocol, answer, answer == UNKNOWN ? UNKNOWN : destinationPort);
    }

    /** What rules ask for beside addresses and protocol, as one number: the destination port, or ICMP's type and code. */
    public int portOfRules() {
        return isIcmp() ? sourcePort << Byte.SIZE | destinationPort : destinationPort;
    }

    /** The flow with other ports, or with the type and code of a message. */
    public Flow withPorts(int newSourcePort, int newDestinationPort) {
        return new Flow(source, destination, protocol, newSourcePort, newDestinationPort);
    }

    /** The flow with another source; the port stays. */
    public Flow from(IpAddress address) {
        return new Flow(address, destination, protocol, sourcePort, destinationPort);
    }

    /** The flow with another source and source port. */
    public Flow from(IpAddress address, int port) {
        return new Flow(address, destination, protocol, port, destinationPort);
    }

    /** The flow with another destination; the port stays. */
    public Flow to(IpAddress address) {
        return new Flow(source, address, protocol, sourcePort, destinationPort);
    }

    /** The flow with another destination and destination port. */
    public Flow to(IpAddress address, int port) {
        return new Flow(source, address, protocol, sourcePort, port);
    }

    /** For messages: {@code tcp 10.0.0.5:40000 > 10.0.1.7:443}. */
    @Override
    public String toString() {
        if (hasPorts()) {
            return (protocol == IpProtocol.TCP ? "tcp " : "udp ") + end(source, sourcePort) + " > "
                    + end(destination, destinationPort);
        }
        String name = isIcmp() ? "icmp type " + sourcePort + " code " + destinationPort : "protocol " + protocol;
        return name + " " + source + " > " + destination;
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " " + value + " is out of range: " + least + " to " + most);
        }
    }

    private static String end(IpAddress address, int port) {
        return address.isIpv4() ? address + ":" + port : "[" + address + "]:" + port;
    }
}
