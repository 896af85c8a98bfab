package io.ringlane.cloud.security;

import static io.ringlane.cloud.resource.Ec2Exception.invalidValue;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.resource.Required;
import io.ringlane.core.packet.IpProtocol;
import java.util.Locale;

/**
 * The protocol and ports of a rule.
 *
 * @param protocol IP protocol number, or {@link #ANY} for every one
 * @param from first destination port; the type of ICMP; {@link #ANY} for every one
 * @param to last destination port; the code of ICMP; {@link #ANY} for every one
 */
public record Selector(int protocol, int from, int to) {

    /** Every protocol, port, type or code. */
    public static final int ANY = -1;

    /** Everything. */
    public static final Selector ALL = new Selector(ANY, ANY, ANY);

    private static final int LAST_PORT = 65535;

    /** TCP to one port. */
    public static Selector tcp(int port) {
        return new Selector(IpProtocol.TCP, port, port);
    }

    /** UDP to one port. */
    public static Selector udp(int port) {
        return new Selector(IpProtocol.UDP, port, port);
    }

    /**
     * Reads a protocol: {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, a number, or {@code -1} for all.
     *
     * @throws io.ringlane.cloud.resource.Ec2Exception {@code InvalidParameterValue} for any other, {@code
     *     MissingParameter} for null; ports and ICMP types are checked where the rule is added
     */
    public static Selector of(String protocol, int from, int to) {
        int number = switch (Required.value(protocol, "ipProtocol").toLowerCase(Locale.ROOT)) {
            case "tcp" -> IpProtocol.TCP;
            case "udp" -> IpProtocol.UDP;
            case "icmp" -> IpProtocol.ICMP;
            case "icmpv6" -> IpProtocol.ICMPV6;
            case "-1", "all" -> ANY;
            default -> number(protocol);
        };
        return new Selector(number, from, to);
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= 255) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw invalidValue(text, "IpProtocol", "It is tcp, udp, icmp, icmpv6, a number from 0 to 255, or -1 for all.");
    }

    /** What is wrong with the ports, or null. */
    String problem() {
        boolean hasPorts = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
        if (hasPorts && (from < 0 || to > LAST_PORT || from > to)) {
            return "ports " + from + " to " + to + " are no range within 0 to " + LAST_PORT;
        }
        boolean icmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
        if (icmp && (from < ANY || from > 255 || to < ANY || to > 255 || (from == ANY && to != ANY))) {
            return "ICMP type " + from + " and code " + to
                    + " must lie within 0 to 255, or be -1 for all; all types means all codes";
        }
        return null;
    }

    /** Whether the rule is for a flow, as far as protocol and ports go. What is not known fits only all ports, or types. */
    boolean matches(Flow flow) {
        if (protocol == ANY) {
            return true;
        }
        if (protocol != flow.protocol()) {
            return false;
        }
        if (flow.hasPorts()) {
            return flow.destinationPort() == Flow.UNKNOWN
                    ? isForAllPortsOf(flow.protocol())
                    : flow.destinationPort() >= from && flow.destinationPort() <= to;
        }
        return !flow.isIcmp()
                || from == ANY
                || (from == flow.sourcePort() && (to == ANY || to == flow.destinationPort()));
    }

    /** Whether the rule is for every port of a protocol. */
    boolean isForAllPortsOf(int flowProtocol) {
        return protocol == ANY || (protocol == flowProtocol && from == 0 && to == LAST_PORT);
    }

    /** For instance {@code tcp 443} or {@code icmp type 3 code 4}. */
    @Override
    public String toString() {
        String name = switch (protocol) {
            case ANY -> "all";
            case IpProtocol.TCP -> "tcp";
            case IpProtocol.UDP -> "udp";
            case IpProtocol.ICMP -> "icmp";
            case IpProtocol.ICMPV6 -> "icmpv6";
            default -> "protocol " + protocol;
        };
        if (protocol == ANY || from == ANY) {
            return name;
        }
        if (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6) {
            return name + " type " + from + (to == ANY ? "" : " code " + to);
        }
        return name + " " + from + (from == to ? "" : "-" + to);
    }
}
