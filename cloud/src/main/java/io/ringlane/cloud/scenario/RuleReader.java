package io.ringlane.cloud.scenario;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.network.NetworkEnds;
import io.ringlane.cloud.network.NetworkSpec;
import io.ringlane.cloud.network.NetworkSpec.EntrySpec;
import io.ringlane.cloud.network.NetworkSpec.RuleSpec;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.cloud.scenario.YamlNode.Sequence;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what rules, entries and routes are made of: blocks of addresses, ports, and where a route leads. */
final class RuleReader {

    private static final Pattern PORTS = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
    private static final int LAST_PORT = 65_535;
    private static final List<String> PROTOCOLS = List.of("all", "tcp", "udp", "icmp", "icmpv6");

    private final Problems problems;
    private final Declared declared;

    RuleReader(Problems problems, Declared declared) {
        this.problems = problems;
        this.declared = declared;
    }

    /** The rules of a security group under a key. */
    List<RuleSpec> rules(Fields fields, String key) {
        final List<RuleSpec> rules = new ArrayList<>();
        for (final YamlNode item : fields.list(key)) {
            final RuleSpec rule = rule(item);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    /** One rule. */
    RuleSpec rule(YamlNode node) {
        final Fields fields = Fields.of(node, problems, "{protocol: tcp, ports: 443, cidr: 0.0.0.0/0}");
        if (fields == null) {
            return null;
        }
        final Selector selector = selector(fields);
        final Scalar group = fields.reference("group", declared.of("securityGroups"), "security group");
        final Cidr cidr = cidr(fields, fields.node("cidr"));
        boolean isMisnamed = false;
        for (final String key : List.of("source", "from", "destination", "to", "securityGroup")) {
            isMisnamed |= fields.isMisnamed(key, "group for the members of a security group, or cidr for addresses");
        }
        if (!isMisnamed && fields.has("cidr") == fields.has("group")) {
            problems.error(
                    fields.mapping(), "a rule has one other side: write cidr or group, for instance cidr: 0.0.0.0/0");
        }
        fields.finish();
        return new RuleSpec(selector, cidr == null ? null : cidr.toString(), group == null ? null : group.text());
    }

    /** One entry of a network ACL; null once reported. */
    EntrySpec entry(Direction direction, YamlNode node) {
        final Fields fields = Fields.of(node, problems, "{number: 100, action: allow, cidr: 10.0.0.0/16}");
        if (fields == null) {
            return null;
        }
        final int number = (int) fields.integer(fields.required("number", "100"), 1, AclEntry.LAST_NUMBER, 1);
        final String action = fields.choice(fields.required("action", "allow"), List.of("allow", "deny"), "allow");
        final YamlNode cidr = fields.node("cidr");
        final EntrySpec entry = new EntrySpec(
                direction,
                number,
                action.equals("allow"),
                selector(fields),
                cidr == null ? Cidr.ANY_IPV4 : cidr(fields, cidr));
        fields.finish();
        return entry;
    }

    /** The keys {@code protocol} and {@code ports}. */
    Selector selector(Fields fields) {
        final String protocol = fields.has("protocol") ? fields.choice("protocol", PROTOCOLS, null) : PROTOCOLS.get(0);
        final YamlNode ports = fields.node("ports");
        final boolean hasPorts =
                protocol == null // one that is unknown has been reported, and is most likely one of these
                        || protocol.equals("tcp")
                        || protocol.equals("udp");
        if (ports != null && !hasPorts) {
            problems.error(ports, "only tcp and udp have ports: leave them out, or write protocol: tcp");
            return Selector.ALL;
        }
        if (!hasPorts) {
            return Selector.of(protocol, Selector.ANY, Selector.ANY);
        }
        if (ports == null) {
            return protocol == null ? Selector.ALL : Selector.of(protocol, 0, LAST_PORT);
        }
        final Matcher range = ports instanceof Scalar scalar ? PORTS.matcher(scalar.text()) : null;
        if (range == null || !range.matches()) {
            problems.error(
                    ports,
                    "wants a port or a range such as 443 or 1024-65535, found " + ports.description()
                            + (ports instanceof Sequence ? ": write a rule for each" : ""));
            return Selector.ALL;
        }
        final int from = Integer.parseInt(range.group(1));
        final int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
        if (Math.max(from, to) > LAST_PORT) {
            problems.error(ports, Math.max(from, to) + " is too large: the last port is " + LAST_PORT);
            return Selector.ALL;
        }
        if (from > to) {
            problems.error(ports, "'" + from + "-" + to + "' ends before it begins: write " + to + "-" + from);
            return Selector.ALL;
        }
        return protocol == null ? Selector.ALL : Selector.of(protocol, from, to);
    }

    /** A block of IPv4 addresses; null if there is none, or once reported. */
    Cidr ipv4Cidr(Fields fields, YamlNode node, String otherwise) {
        final Cidr cidr = cidr(fields, node);
        if (cidr == null || cidr.isIpv4()) {
            return cidr;
        }
        problems.error(node, "wants a block of IPv4 addresses such as 10.0.0.0/16: " + otherwise);
        return null;
    }

    /** A block of addresses, IPv4 or IPv6; null if there is none, or once reported. */
    Cidr cidr(Fields fields, YamlNode node) {
        final Scalar text = fields.text(node);
        if (text == null) {
            return null;
        }
        try {
            return Cidr.parse(text.text(), "cidr");
        } catch (final Ec2Exception e) {
            problems.error(
                    text,
                    "'" + text.text() + "' is no block of addresses: write "
                            + (isAddress(text.text())
                                    ? text.text() + "/32 for this one address"
                                    : isIpv6Address(text.text())
                                            ? text.text() + "/128 for this one address"
                                            : text.text().contains(":")
                                                    ? "one such as 2001:db8:0:100::/64"
                                                    : "one such as 10.0.0.0/16"));
        }
        return null;
    }

    /** Whether a text is an IPv4 address. */
    static boolean isAddress(String text) {
        return NetworkEnds.isAddress(text);
    }

    private static boolean isIpv6Address(String text) {
        try {
            return !IpAddress.parse(text).isIpv4();
        } catch (final Ec2Exception e) {
            return false;
        }
    }

    /** Where a route leads. */
    String via(Fields fields) {
        final Collection<String> targets = declared.of("natGateways", "peerings", "vpns", "instances", "interfaces");
        targets.add(NetworkSpec.INTERNET_GATEWAY);
        final Scalar via =
                fields.reference(fields.text(fields.required("via", NetworkSpec.INTERNET_GATEWAY)), targets, "target");
        return via == null ? null : via.text();
    }
}
