package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.ConnectionTable;
import io.ringlane.cloud.security.ConnectionTimeouts;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.time.NanoClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongToIntFunction;

/**
 * The connection tables of a region's instances. Threads: any; only flows of one instance wait for each other.
 */
public final class ConnectionTracker implements Connections {

    private final int capacity;
    private final ConnectionTimeouts timeouts;
    private final NanoClock clock;
    private final LongToIntFunction tcpEstablishedSeconds;
    private final Map<Long, ConnectionTable> tables = new ConcurrentHashMap<>();

    /**
     * @param clock connections have been idle up to its time
     * @param tcpEstablishedSeconds that of an instance's type, by the instance's key; 0 for the region's
     */
    public ConnectionTracker(Ec2Settings settings, NanoClock clock, LongToIntFunction tcpEstablishedSeconds) {
        this.tcpEstablishedSeconds = tcpEstablishedSeconds;
        this.capacity = settings.count(Setting.CONNECTIONS_PER_INSTANCE);
        this.timeouts = timeouts(settings);
        this.clock = clock;
    }

    /** The times that hold where neither an interface nor its instance's type has any of its own. */
    public static ConnectionTimeouts timeouts(Ec2Settings settings) {
        return new ConnectionTimeouts(
                settings.count(Setting.TCP_ESTABLISHED_SECONDS),
                settings.count(Setting.UDP_STREAM_SECONDS),
                settings.count(Setting.UDP_SECONDS),
                settings.count(Setting.TCP_TRANSIENT_SECONDS),
                settings.count(Setting.TCP_CLOSED_SECONDS),
                settings.count(Setting.OTHER_PROTOCOL_SECONDS));
    }

    @Override
    public boolean isTracked(NetworkInterface at, Flow flow) {
        ConnectionTable table = tableOf(at);
        if (table == null) {
            return false;
        }
        synchronized (table) {
            return table.isTracked(flow, clock.nanoTime());
        }
    }

    /**
     * Remembers the connection that a decision opens, on both sides that have to.
     *
     * @return the decision, or the same flow refused because a table is full
     */
    public Decision remember(Decision decision) {
        boolean remembered = (!decision.tracksAtSender() || track(decision.sender(), decision.sent()))
                && (!decision.tracksAtTarget() || track(decision.target(), decision.arriving()));
        return remembered ? decision : decision.refused(Refusal.CONNTRACK_ALLOWANCE_EXCEEDED);
    }

    /** Whether the connection of a decision is known on every side that has to remember it. */
    public boolean isRemembered(Decision decision) {
        return (!decision.tracksAtSender() || isTracked(decision.sender(), decision.sent()))
                && (!decision.tracksAtTarget() || isTracked(decision.target(), decision.arriving()));
    }

    private boolean track(NetworkInterface at, Flow flow) {
        ConnectionTable table =
                tables.computeIfAbsent(at.attachment().instanceKey(), key -> new ConnectionTable(capacity));
        synchronized (table) {
            return table.track(flow, timeouts(at), clock.nanoTime());
        }
    }

    /** The interface's own, or its type's, or the region's. */
    private ConnectionTimeouts timeouts(NetworkInterface at) {
        if (at.timeouts() != null) {
            return at.timeouts();
        }
        int ofType = tcpEstablishedSeconds.applyAsInt(at.attachment().instanceKey());
        return ofType == 0 ? timeouts : timeouts.withTcpEstablished(ofType);
    }

    /** Notes a packet of a flow as an interface sees it, which keeps its connection alive. */
    public void onPacket(NetworkInterface at, Flow flow, int tcpFlags) {
        ConnectionTable table = tableOf(at);
        if (table != null) {
            synchronized (table) {
                table.onPacket(flow, tcpFlags, clock.nanoTime());
            }
        }
    }

    /**
     * Notes packets of a flow that were counted elsewhere, as an interface sees them.
     *
     * @param lastNs when the last one was seen, or somewhat later
     * @return whether their connection is over
     */
    public boolean onPackets(NetworkInterface at, Flow flow, long packets, long lastNs) {
        ConnectionTable table = tableOf(at);
        if (table == null) {
            return false;
        }
        synchronized (table) {
            return table.onPackets(flow, packets, lastNs, clock.nanoTime());
        }
    }

    /**
     * Notes a TCP segment with SYN, FIN or RST as an interface sees it.
     *
     * @param atNs the present, which the tracker's clock may not have reached
     * @return whether it begins a connection where another one was before, of which nothing is remembered from now on
     */
    public boolean onControlSegment(NetworkInterface at, Flow flow, int tcpFlags, long atNs) {
        ConnectionTable table = tableOf(at);
        if (table == null) {
            return false;
        }
        synchronized (table) {
            return table.onControlSegment(flow, tcpFlags, atNs, clock.nanoTime());
        }
    }

    /** Whether the instance of an interface, or of none, may remember anything. */
    public boolean mayRemember(NetworkInterface at) {
        return tableOf(at) != null;
    }

    /** Whether no instance remembers anything. */
    public boolean isEmpty() {
        for (ConnectionTable table : tables.values()) {
            synchronized (table) {
                if (!table.isEmpty(clock.nanoTime())) {
                    return false;
                }
            }
        }
        return true;
    }

    private ConnectionTable tableOf(NetworkInterface at) {
        return at == null || at.attachment() == null
                ? null
                : tables.get(at.attachment().instanceKey());
    }

    /** How many more connections an instance can have: {@code conntrack_allowance_available}. */
    public int available(long instanceKey) {
        ConnectionTable table = tables.get(instanceKey);
        if (table == null) {
            return capacity;
        }
        synchronized (table) {
            return table.available(clock.nanoTime());
        }
    }

    /** An instance left its host: what it remembered is gone. */
    public void forget(long instanceKey) {
        tables.remove(instanceKey);
    }
}
