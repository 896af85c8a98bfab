package io.ringlane.cloud.security;

import io.ringlane.cloud.net.Flow;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.TcpLayout;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The connections that the security groups of one instance's interfaces remember.
 *
 * <p>A connection is known by its 5-tuple in either direction; of ICMP, by addresses and the type of the request or the answer, so
 * that a ping lets echo replies back and no requests; of other protocols, by addresses and protocol. It is forgotten
 * when it has been idle for its time; of TCP, some time after both ends closed it or one reset it, whatever is sent then. A full table refuses new connections: their packets are dropped as {@code
 * conntrack_allowance_exceeded}. Changes of rules leave it as it is.
 *
 * <p>Threads: one at a time, the one that forwards the instance's packets. Times come from the caller's clock.
 */
public final class ConnectionTable {

    private final int capacity;
    private final Map<Flow, Connection> connections = new HashMap<>();
    private long nextExpiryNs; // nothing expires before

    /** @param capacity most connections, 1 or more */
    public ConnectionTable(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a connection table holds 1 or more connections, not " + capacity);
        }
        this.capacity = capacity;
    }

    /** Whether a packet belongs to a connection that is remembered, in either direction. */
    public boolean isTracked(Flow flow, long nowNs) {
        return find(flow, nowNs) != null;
    }

    /**
     * Remembers a connection from its first packet on; one that is known already is left as it is.
     *
     * @param flow the connection as its first packet goes
     * @return whether it is remembered now; false if the table is full
     */
    public boolean track(Flow flow, ConnectionTimeouts timeouts, long nowNs) {
        if (isTracked(flow, nowNs)) {
            return true;
        }
        if (connections.size() >= capacity) {
            if (nowNs - nextExpiryNs >= 0) {
                forgetIdle(nowNs);
            }
            if (connections.size() >= capacity) {
                return false;
            }
        }
        Connection connection = new Connection(flow.protocol(), timeouts, nowNs);
        if (connections.isEmpty() || connection.expiryNs() - nextExpiryNs < 0) {
            nextExpiryNs = connection.expiryNs();
        }
        connections.put(key(flow), connection);
        return true;
    }

    /**
     * Notes a packet of a connection, which keeps it alive; a packet of none changes nothing.
     *
     * @param tcpFlags the flags octet of a TCP header, else 0
     */
    public void onPacket(Flow flow, int tcpFlags, long nowNs) {
        Connection connection = find(flow, nowNs);
        if (connection != null) {
            boolean forward = connections.containsKey(key(flow));
            connection.onPacket(forward, tcpFlags, nowNs);
            if (connection.expiryNs() - nextExpiryNs < 0) {
                nextExpiryNs = connection.expiryNs();
            }
        }
    }

    /**
     * Notes a TCP segment with SYN, FIN or RST; one of no connection changes nothing. A SYN where a connection is over ends what was
     * remembered of that, so that rules decide whether there is a new one.
     *
     * @param atNs when it was seen
     * @param nowNs the time up to which connections may have expired, {@code atNs} or earlier
     * @return whether it did so
     */
    public boolean onControlSegment(Flow flow, int tcpFlags, long atNs, long nowNs) {
        Connection connection = find(flow, nowNs);
        if (connection == null) {
            return false;
        }
        boolean forward = connections.containsKey(key(flow));
        if (connection.isClosed() && (tcpFlags & (TcpLayout.FLAG_SYN | TcpLayout.FLAG_ACK)) == TcpLayout.FLAG_SYN) {
            connections.remove(key(forward ? flow : flow.reversed()));
            return true;
        }
        connection.onControlSegment(forward, tcpFlags, atNs);
        if (connection.expiryNs() - nextExpiryNs < 0) {
            nextExpiryNs = connection.expiryNs();
        }
        return false;
    }

    /**
     * As {@link #onPacket} for packets that were counted elsewhere, without TCP flags. The first report of a connection has the
     * packet in it that opened it.
     *
     * @param packets how many, 1 or more
     * @param lastNs when the last one was seen, or somewhat later
     * @param nowNs the time up to which connections may have expired
     * @return whether it is a connection that is over
     */
    public boolean onPackets(Flow flow, long packets, long lastNs, long nowNs) {
        Connection connection = find(flow, nowNs);
        if (connection != null) {
            connection.onPackets(connections.containsKey(key(flow)), packets, lastNs);
        }
        return connection != null && connection.isClosed();
    }

    /** Whether no connection is remembered. */
    public boolean isEmpty(long nowNs) {
        if (nowNs - nextExpiryNs >= 0) {
            forgetIdle(nowNs);
        }
        return connections.isEmpty();
    }

    /** Forgets everything, as stopping the instance does. */
    public void clear() {
        connections.clear();
    }

    /** Connections remembered at a time. */
    public int size(long nowNs) {
        forgetIdle(nowNs);
        return connections.size();
    }

    /** How many more could be remembered: the gauge {@code conntrack_allowance_available}. */
    public int available(long nowNs) {
        return capacity - size(nowNs);
    }

    private Connection find(Flow flow, long nowNs) {
        Flow key = key(flow);
        Connection connection = connections.get(key);
        if (connection == null) {
            key = key(flow.reversed());
            connection = connections.get(key);
        }
        if (connection != null && nowNs - connection.expiryNs() >= 0) {
            connections.remove(key);
            return null;
        }
        return connection;
    }

    private void forgetIdle(long nowNs) {
        long earliest = Long.MAX_VALUE;
        for (Iterator<Connection> each = connections.values().iterator(); each.hasNext(); ) {
            long expiryNs = each.next().expiryNs();
            if (nowNs - expiryNs >= 0) {
                each.remove();
            } else {
                earliest = Math.min(earliest, expiryNs);
            }
        }
        nextExpiryNs = earliest;
    }

    private static Flow key(Flow flow) {
        return flow.hasPorts() ? flow : flow.isIcmp() ? flow : flow.withPorts(0, 0);
    }

    private static final class Connection {
        private final int protocol;
        private final ConnectionTimeouts timeouts;
        private long lastSeenNs;
        private long requests = 1;
        private long answers;
        private boolean isReported; // whether the packet that opened it has been counted elsewhere too
        private boolean isForwardClosed; // by a FIN of the end that opened it
        private boolean isBackwardClosed;
        private boolean isReset;
        private long closedNs; // the last FIN or RST

        Connection(int protocol, ConnectionTimeouts timeouts, long nowNs) {
            this.protocol = protocol;
            this.timeouts = timeouts;
            this.lastSeenNs = nowNs;
        }

        void onPacket(boolean forward, int tcpFlags, long nowNs) {
            lastSeenNs = nowNs;
            requests += forward ? 1 : 0;
            answers += forward ? 0 : 1;
            if (protocol == IpProtocol.TCP) {
                onControlSegment(forward, tcpFlags, nowNs);
            }
        }

        void onControlSegment(boolean forward, int tcpFlags, long atNs) {
            boolean isFin = (tcpFlags & TcpLayout.FLAG_FIN) != 0;
            boolean isRst = (tcpFlags & TcpLayout.FLAG_RST) != 0;
            lastSeenNs = Math.max(lastSeenNs, atNs);
            isForwardClosed |= isFin && forward;
            isBackwardClosed |= isFin && !forward;
            isReset |= isRst;
            closedNs = isFin || isRst ? atNs : closedNs;
        }

        boolean isClosed() {
            return isReset || isForwardClosed && isBackwardClosed;
        }

        void onPackets(boolean forward, long packets, long lastNs) {
            lastSeenNs = Math.max(lastSeenNs, lastNs);
            if (forward) {
                requests += isReported ? packets : packets - 1;
                isReported = true;
            } else {
                answers += packets;
            }
        }

        long expiryNs() {
            if (isClosed()) {
                return closedNs + timeouts.closedNs();
            }
            boolean established = answers > 0 && !isForwardClosed && !isBackwardClosed;
            return lastSeenNs + timeouts.timeoutNs(protocol, established, requests > 1 && answers > 1);
        }
    }
}
