package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.packet.IpProtocol;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The translations of one NAT gateway: which flow behind it has which port towards which destination.
 *
 * <p>A port is taken once a destination (address, port and protocol), so one gateway carries as many connections to each
 * destination as it has ports, up to the limit of {@code nat-connections-per-destination}. A flow that is idle for {@code
 * nat-idle-seconds} loses its port; the next segment of a TCP connection that did is refused, unless it opens a new one.
 *
 * <p>Threads: any; calls exclude each other.
 */
final class NatTable {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * Connections that were idle for too long and are told so when they go on; as many as one destination may have at a time, some 100
     * bytes each. Beyond, the earliest is taken for a new one.
     */
    private static final int MOST_EXPIRED = 1 << 16;

    private final long vpcKey;
    private final int firstPort;
    private final int ports;
    private final int limit;
    private final long idleNs;
    private final Map<Flow, Mapping> byInside = new HashMap<>();
    private final Set<Mapping> byIdleTime = new LinkedHashSet<>(); // the longest idle first
    private final Map<Flow, Mapping> byAnswer = new HashMap<>();
    private final Map<Flow, Destination> destinations = new HashMap<>();
    private final Set<Flow> expired = new LinkedHashSet<>(); // TCP that was idle for too long, the earliest first
    private long attempts;
    private long portErrors;
    private long idleTimeouts;

    private static final class Mapping {
        private final Flow inside;
        private final Flow answer;
        private final int port;
        private long lastSeenNs;

        Mapping(Flow inside, Flow answer, int port, long nowNs) {
            this.inside = inside;
            this.answer = answer;
            this.port = port;
            this.lastSeenNs = nowNs;
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
    }

    /** The port of a flow, its own or a new one, or why it gets none; see {@link Translations#portFor}. */
    synchronized int portFor(Flow flow, IpAddress outsideAddress, PacketTraits traits, long nowNs) {
        forgetIdle(nowNs);
        Flow inside = key(flow);
        Mapping known = byInside.get(inside);
        if (known != null) {
            if (traits.isSent()) {
                onSeen(known, nowNs);
            }
            return known.port;
        }
        if (traits.isError()) {
            return Translations.UNKNOWN;
        }
        if (traits.isContinued() && expired.contains(inside)) {
            return Translations.EXPIRED;
        }
        Destination destination = destinations.getOrDefault(destinationKey(inside), new Destination());
        int port = freePort(flow, inside, outsideAddress, destination);
        if (!traits.isSent()) {
            return port;
        }
        attempts++;
        if (port == Translations.NONE) {
            portErrors++;
        } else {
            expired.remove(inside);
            take(port, flow, inside, outsideAddress, destination, nowNs);
        }
        return port;
    }

    private void take(int port, Flow flow, Flow inside, IpAddress outsideAddress, Destination destination, long nowNs) {
        destinations.put(destinationKey(inside), destination);
        destination.cursor = flow.hasPorts() ? (port - firstPort + 1) % ports : 0;
        destination.connections++;
        Mapping mapping =
                new Mapping(inside, key(inside.from(outsideAddress, port).reversed()), port, nowNs);
        byInside.put(inside, mapping);
        byIdleTime.add(mapping);
        byAnswer.put(mapping.answer, mapping);
    }

    private int freePort(Flow flow, Flow inside, IpAddress outsideAddress, Destination destination) {
        if (destination.connections >= (flow.hasPorts() ? limit : 1)) {
            return Translations.NONE; // without ports, one flow a destination can be told from its answers
        }
        for (int i = 0; i < ports; i++) {
            int port = flow.hasPorts() ? firstPort + (destination.cursor + i) % ports : 0;
            if (!byAnswer.containsKey(key(inside.from(outsideAddress, port).reversed()))) {
                return port;
            }
        }
        return Translations.NONE;
    }

    /** The answer as the one behind the gateway sees it; null if nobody waits for it. */
    synchronized Flow answerFor(Flow outside, PacketTraits traits, long nowNs) {
        forgetIdle(nowNs);
        Mapping mapping = byAnswer.get(key(outside));
        if (mapping == null) {
            return null;
        }
        if (traits.isSent()) {
            onSeen(mapping, nowNs);
        }
        return outside.hasPorts()
                ? outside.to(mapping.inside.source(), mapping.inside.sourcePort())
                : outside.to(mapping.inside.source());
    }

    /** The VPC behind the gateway. */
    long vpcKey() {
        return vpcKey;
    }

    /** Notes that a flow from behind the gateway, or its answers, were seen; another one changes nothing. */
    synchronized void onSeen(Flow inside, long lastNs) {
        Mapping mapping = byInside.get(key(inside));
        if (mapping != null) {
            onSeen(mapping, lastNs);
        }
    }

    private void onSeen(Mapping mapping, long lastNs) {
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
        for (Iterator<Mapping> each = byIdleTime.iterator(); each.hasNext(); ) {
            Mapping mapping = each.next();
            if (nowNs - mapping.lastSeenNs < idleNs) {
                return;
            }
            each.remove();
            byInside.remove(mapping.inside);
            noteExpired(mapping.inside);
            byAnswer.remove(mapping.answer);
            Flow destination = destinationKey(mapping.inside);
            if (--destinations.get(destination).connections == 0) {
                destinations.remove(destination);
            }
        }
    }

    private void noteExpired(Flow inside) {
        idleTimeouts++;
        if (inside.protocol() == IpProtocol.TCP) {
            expired.add(inside);
            if (expired.size() > MOST_EXPIRED) {
                Iterator<Flow> oldest = expired.iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }

    /** What the gateway has done so far. */
    synchronized NatMetrics metrics(long nowNs) {
        forgetIdle(nowNs);
        return new NatMetrics(byInside.size(), attempts, portErrors, idleTimeouts);
    }

    private static Flow key(Flow flow) {
        return flow.hasPorts() ? flow : new Flow(flow.source(), flow.destination(), flow.protocol(), 0, 0);
    }

    private static Flow destinationKey(Flow inside) {
        return new Flow(inside.destination(), inside.destination(), inside.protocol(), 0, inside.destinationPort());
    }
}
