package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.packet.IcmpType;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.TcpLayout;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The translations of one NAT gateway: which flow behind it has which port towards which destination.
 *
 * <p>An ICMP query has its identifier translated as others have their port: so several pings to one address are told apart, and each
 * answer finds its way back. A port is taken once a destination (address, port and protocol, of ICMP the type), so one gateway carries as many connections to each
 * destination as it has ports, up to the limit of {@code nat-connections-per-destination}. A flow that is idle for {@code
 * nat-idle-seconds} loses its port; the next segment of a TCP connection that did is refused, unless it opens a new one. A TCP
 * connection that both ends have closed, or that was reset, loses it after {@code nat-closed-seconds}, whatever is sent then: its late
 * segments are refused too.
 *
 * <p>Threads: any; calls exclude each other. Source: RFC 5508, 3.1 and 3.2 (queries).
 */
final class NatTable {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * Connections that were idle for too long and are told so when they go on, and as many that were closed; as many as one destination
     * may have at a time, some 100 bytes each. Beyond, the earliest is taken for a new one.
     */
    private static final int MOST_EXPIRED = 1 << 16;

    private final long vpcKey;
    private final int firstPort;
    private final int ports;
    private final int limit;
    private final long idleNs;
    private final long closedNs;
    private final Map<Ends, Mapping> byInside = new HashMap<>();
    private final Set<Mapping> byIdleTime = new LinkedHashSet<>(); // those not closed, the longest idle first
    private final Set<Mapping> byCloseTime = new LinkedHashSet<>(); // the others, the earliest first
    private final Map<Ends, Mapping> byAnswer = new HashMap<>();
    private final Map<Ends, Destination> destinations = new HashMap<>();
    private final Set<Ends> expired = new LinkedHashSet<>(); // TCP that was idle for too long, the earliest first
    private final Set<Ends> closed = new LinkedHashSet<>(); // apart, so that many do not push out those that were idle
    private long attempts;
    private long portErrors;
    private long idleTimeouts;

    /**
     * A flow as it is told from others.
     *
     * @param port of the one behind the gateway or the gateway's for it, or the identifier of an ICMP query; 0 if the protocol has none
     * @param farPort of the other end, or the type of the query
     */
    private record Ends(IpAddress near, IpAddress far, int protocol, int port, int farPort) {

        /** Of a packet from behind the gateway. */
        static Ends ofSent(Flow flow, int identifier) {
            return new Ends(
                    flow.source(),
                    flow.destination(),
                    flow.protocol(),
                    flow.hasPorts() ? flow.sourcePort() : identifier == IcmpType.NONE ? 0 : identifier,
                    flow.hasPorts() ? flow.destinationPort() : identifier == IcmpType.NONE ? 0 : flow.sourcePort());
        }

        /** Of a packet that comes to the gateway: that of the packet that it answers. */
        static Ends ofAnswer(Flow flow, int identifier) {
            return ofSent(flow.reversed(), identifier);
        }

        Ends from(IpAddress address, int newPort) {
            return new Ends(address, far, protocol, newPort, farPort);
        }

        /** What those have in common who share the gateway's ports. */
        Ends destination() {
            return new Ends(far, far, protocol, 0, farPort);
        }
    }

    private static final class Mapping {
        private final Ends inside;
        private final Ends answer;
        private final int port;
        private long lastSeenNs; // or, once it is closed, the last FIN or RST
        private boolean isNearClosed; // by a FIN of the one behind the gateway
        private boolean isFarClosed;
        private boolean isReset;

        Mapping(Ends inside, Ends answer, int port, long nowNs) {
            this.inside = inside;
            this.answer = answer;
            this.port = port;
            this.lastSeenNs = nowNs;
        }

        boolean isClosed() {
            return isReset || isNearClosed && isFarClosed;
        }

        void onFlags(boolean isNear, int tcpFlags) {
            boolean isFin = (tcpFlags & TcpLayout.FLAG_FIN) != 0;
            isNearClosed |= isFin && isNear;
            isFarClosed |= isFin && !isNear;
            isReset |= (tcpFlags & TcpLayout.FLAG_RST) != 0;
        }
    }

    private static final class Destination {
        private int connections;
        private int cursor;
    }

    /** @param vpcKey the gateway's VPC, whose addresses are behind it */
    NatTable(long vpcKey, Ec2Settings settings) {
        this.vpcKey = vpcKey;
        this.firstPort = settings.count(Setting.NAT_FIRST_PORT);
        this.ports = settings.count(Setting.NAT_LAST_PORT) - firstPort + 1;
        this.limit = Math.min(ports, settings.count(Setting.NAT_CONNECTIONS_PER_DESTINATION));
        this.idleNs = settings.value(Setting.NAT_IDLE_SECONDS) * NANOS_PER_SECOND;
        this.closedNs = settings.value(Setting.NAT_CLOSED_SECONDS) * NANOS_PER_SECOND;
    }

    /** The port of a flow, its own or a new one, or why it gets none; see {@link Translations#portFor}. */
    synchronized int portFor(Flow flow, IpAddress outsideAddress, PacketTraits traits, long nowNs) {
        forgetIdle(nowNs);
        Ends inside = Ends.ofSent(flow, traits.identifier());
        Mapping known = byInside.get(inside);
        if (known != null) {
            if (traits.isSent()) {
                if (known.isClosed() && !traits.isContinued() && !traits.isError()) {
                    reopen(known, nowNs);
                }
                onSeen(known, nowNs);
            }
            return known.port;
        }
        if (traits.isError()) {
            return Translations.UNKNOWN;
        }
        if (traits.isContinued() && (expired.contains(inside) || closed.contains(inside))) {
            return Translations.EXPIRED;
        }
        boolean hasPort = flow.hasPorts() || traits.identifier() != IcmpType.NONE;
        Destination destination = destinations.getOrDefault(inside.destination(), new Destination());
        int port = freePort(hasPort, inside, outsideAddress, destination);
        if (!traits.isSent()) {
            return port;
        }
        attempts++;
        if (port == Translations.NONE) {
            portErrors++;
        } else {
            expired.remove(inside);
            closed.remove(inside);
            take(port, hasPort, inside, outsideAddress, destination, nowNs);
        }
        return port;
    }

    private void take(
            int port, boolean hasPort, Ends inside, IpAddress outsideAddress, Destination destination, long nowNs) {
        destinations.put(inside.destination(), destination);
        destination.cursor = hasPort ? (port - firstPort + 1) % ports : 0;
        destination.connections++;
        Mapping mapping = new Mapping(inside, inside.from(outsideAddress, port), port, nowNs);
        byInside.put(inside, mapping);
        byIdleTime.add(mapping);
        byAnswer.put(mapping.answer, mapping);
    }

    private int freePort(boolean hasPort, Ends inside, IpAddress outsideAddress, Destination destination) {
        if (destination.connections >= (hasPort ? limit : 1)) {
            return Translations.NONE; // without ports, one flow a destination can be told from its answers
        }
        for (int i = 0; i < ports; i++) {
            int port = hasPort ? firstPort + (destination.cursor + i) % ports : 0;
            if (!byAnswer.containsKey(inside.from(outsideAddress, port))) {
                return port;
            }
        }
        return Translations.NONE;
    }

    /** Who waits behind the gateway for a packet; null if nobody does. */
    synchronized Translations.Inside answerFor(Flow outside, PacketTraits traits, long nowNs) {
        forgetIdle(nowNs);
        Mapping mapping = byAnswer.get(Ends.ofAnswer(outside, traits.identifier()));
        if (mapping == null) {
            return null;
        }
        if (traits.isSent()) {
            onSeen(mapping, nowNs);
        }
        return new Translations.Inside(mapping.inside.near(), mapping.inside.port());
    }

    /** The VPC behind the gateway. */
    long vpcKey() {
        return vpcKey;
    }

    /**
     * Notes that a flow from behind the gateway, or its answers, were seen; another one changes nothing, nor does an ICMP query, each of
     * which asks for its identifier.
     *
     * @return whether it is over
     */
    synchronized boolean onSeen(Flow inside, long lastNs) {
        Mapping mapping = byInside.get(Ends.ofSent(inside, IcmpType.NONE));
        if (mapping != null) {
            onSeen(mapping, lastNs);
        }
        return mapping != null && mapping.isClosed();
    }

    /** Notes a TCP segment with SYN, FIN or RST; see {@link NatTables#onControlSegment}. */
    synchronized boolean onControlSegment(Flow inside, boolean isFromInside, int tcpFlags, long atNs) {
        Mapping mapping = byInside.get(Ends.ofSent(inside, IcmpType.NONE));
        boolean opens = isFromInside && (tcpFlags & (TcpLayout.FLAG_SYN | TcpLayout.FLAG_ACK)) == TcpLayout.FLAG_SYN;
        if (mapping == null || opens && mapping.isClosed()) {
            return opens;
        }
        mapping.onFlags(isFromInside, tcpFlags);
        if (mapping.isClosed() && (tcpFlags & (TcpLayout.FLAG_FIN | TcpLayout.FLAG_RST)) != 0) {
            mapping.lastSeenNs = atNs;
            byIdleTime.remove(mapping);
            byCloseTime.remove(mapping);
            byCloseTime.add(mapping);
        } else {
            onSeen(mapping, atNs);
        }
        return false;
    }

    /** A connection begins with the ends of one that was closed; it keeps the port. */
    private void reopen(Mapping mapping, long nowNs) {
        mapping.isNearClosed = false;
        mapping.isFarClosed = false;
        mapping.isReset = false;
        byCloseTime.remove(mapping);
        onSeen(mapping, nowNs);
    }

    private void onSeen(Mapping mapping, long lastNs) {
        if (mapping.isClosed()) {
            return;
        }
        mapping.lastSeenNs = Math.max(mapping.lastSeenNs, lastNs);
        byIdleTime.remove(mapping);
        byIdleTime.add(mapping);
    }

    /** Whether no port is taken. */
    synchronized boolean isEmpty(long nowNs) {
        forgetIdle(nowNs);
        return byInside.isEmpty();
    }

    private void forgetIdle(long nowNs) {
        for (Iterator<Mapping> each = byCloseTime.iterator(); each.hasNext(); ) {
            Mapping mapping = each.next();
            if (nowNs - mapping.lastSeenNs < closedNs) {
                break;
            }
            each.remove();
            forget(mapping);
            addLatest(closed, mapping.inside);
        }
        for (Iterator<Mapping> each = byIdleTime.iterator(); each.hasNext(); ) {
            Mapping mapping = each.next();
            if (nowNs - mapping.lastSeenNs < idleNs) {
                return;
            }
            each.remove();
            forget(mapping);
            noteExpired(mapping.inside);
        }
    }

    private void forget(Mapping mapping) {
        byInside.remove(mapping.inside);
        byAnswer.remove(mapping.answer);
        Ends destination = mapping.inside.destination();
        if (--destinations.get(destination).connections == 0) {
            destinations.remove(destination);
        }
    }

    private void noteExpired(Ends inside) {
        idleTimeouts++;
        if (inside.protocol() == IpProtocol.TCP) {
            addLatest(expired, inside);
        }
    }

    private static void addLatest(Set<Ends> ends, Ends latest) {
        ends.add(latest);
        if (ends.size() > MOST_EXPIRED) {
            Iterator<Ends> oldest = ends.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** What the gateway has done so far. */
    synchronized NatMetrics metrics(long nowNs) {
        forgetIdle(nowNs);
        return new NatMetrics(byInside.size(), attempts, portErrors, idleTimeouts);
    }
}
