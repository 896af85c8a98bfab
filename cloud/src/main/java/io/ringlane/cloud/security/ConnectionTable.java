package io.ringlane.cloud.security;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.TcpLayout;
import java.util.Arrays;

/**
 * The connections that the security groups of one instance's interfaces remember.
 *
 * <p>A connection is known by its 5-tuple in either direction; of ICMP, by addresses and the type of the request or the answer, so
 * that a ping lets echo replies back and no requests; of other protocols, by addresses and protocol. It is forgotten
 * when it has been idle for its time; of TCP, some time after both ends closed it or one reset it, whatever is sent
 * then. A full table refuses new connections: their packets are dropped as {@code conntrack_allowance_exceeded}. Changes
 * of rules leave it as it is.
 *
 * <p>Open addressing, eight words a slot, so that a packet touches one cache line or two; both directions have one key, but for ICMP.
 * Takes 128 to 256 bytes a connection, and up to 512 once many have been forgotten.
 *
 * <p>Threads: one at a time, the one that forwards the instance's packets. Times come from the caller's clock.
 */
public final class ConnectionTable {

    private static final int LEAST_SLOTS = 16;
    private static final int NONE = -1;

    // A slot: the addresses of both ends, the lower end first, what else tells connections apart, and how it has been
    // going.
    private static final int WORDS_SHIFT = 3;
    private static final int LOW_HIGH = 0;
    private static final int LOW_LOW = 1;
    private static final int HIGH_HIGH = 2;
    private static final int HIGH_LOW = 3;
    private static final int PORTS = 4; // and the protocol, see ports()
    private static final int LAST_SEEN_NS = 5;
    private static final int STATE = 6; // 0 of a slot that is free
    private static final int CLOSED_NS = 7; // the last FIN or RST, if any

    private static final int PORT_BITS = 20; // more than 16: a port may be unknown
    private static final long PORT_MASK = (1 << PORT_BITS) - 1;

    private static final long TAKEN = 1;
    private static final long FROM_LOW = 1 << 1; // the lower end has opened it
    private static final long REPORTED = 1 << 2; // the packet that opened it has been counted elsewhere too
    private static final long OPENER_CLOSED = 1 << 3; // by a FIN of the end that has opened it
    private static final int REQUESTS_SHIFT = 4; // one, or two and more
    private static final int ANSWERS_SHIFT = 6; // none, one, or two and more
    private static final long COUNT_MASK = 3;
    private static final long MANY = 2;
    private static final long OTHER_CLOSED = 1 << 8;
    private static final long RESET = 1 << 9;
    private static final int TIMEOUTS_SHIFT = 10; // an index

    private final int capacity;
    private ConnectionTimeouts[] timeouts = {}; // each kind once
    private long[] words = {};
    private int count;
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
        return find(flow, nowNs) != NONE;
    }

    /**
     * Remembers a connection from its first packet on; one that is known already is left as it is.
     *
     * @param flow the connection as its first packet goes
     * @return whether it is remembered now; false if the table is full
     */
    public boolean track(Flow flow, ConnectionTimeouts times, long nowNs) {
        if (isTracked(flow, nowNs)) {
            return true;
        }
        if (count >= capacity) {
            if (nowNs - nextExpiryNs >= 0) {
                forgetIdle(nowNs);
            }
            if (count >= capacity) {
                return false;
            }
        }
        if (count >= slots() >> 1) {
            resize(Math.max(LEAST_SLOTS, 2 * slots()));
        }
        int base = free(flow);
        words[base + LAST_SEEN_NS] = nowNs;
        words[base + STATE] = TAKEN
                | (isFromLow(flow) ? FROM_LOW : 0)
                | 1L << REQUESTS_SHIFT
                | (long) indexOf(times) << TIMEOUTS_SHIFT;
        long expiryNs = expiryNs(base);
        if (count == 0 || expiryNs - nextExpiryNs < 0) {
            nextExpiryNs = expiryNs;
        }
        count++;
        return true;
    }

    /**
     * Notes a packet of a connection, which keeps it alive; a packet of none changes nothing.
     *
     * @param tcpFlags the flags octet of a TCP header, else 0
     */
    public void onPacket(Flow flow, int tcpFlags, long nowNs) {
        int base = find(flow, nowNs);
        if (base == NONE) {
            return;
        }
        words[base + LAST_SEEN_NS] = nowNs;
        boolean isRequest = isRequest(base, flow);
        count(base, isRequest ? REQUESTS_SHIFT : ANSWERS_SHIFT, 1);
        if (flow.protocol() == IpProtocol.TCP) {
            close(base, isRequest, tcpFlags, nowNs);
        }
        expireNoLaterThan(base);
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
        int base = find(flow, nowNs);
        if (base == NONE) {
            return false;
        }
        if (isClosed(base) && (tcpFlags & (TcpLayout.FLAG_SYN | TcpLayout.FLAG_ACK)) == TcpLayout.FLAG_SYN) {
            remove(base);
            return true;
        }
        words[base + LAST_SEEN_NS] = Math.max(words[base + LAST_SEEN_NS], atNs);
        close(base, isRequest(base, flow), tcpFlags, atNs);
        expireNoLaterThan(base);
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
        int base = find(flow, nowNs);
        if (base == NONE) {
            return false;
        }
        words[base + LAST_SEEN_NS] = Math.max(words[base + LAST_SEEN_NS], lastNs);
        if (isRequest(base, flow)) {
            count(base, REQUESTS_SHIFT, (words[base + STATE] & REPORTED) != 0 ? packets : packets - 1);
            words[base + STATE] |= REPORTED;
        } else {
            count(base, ANSWERS_SHIFT, packets);
        }
        return isClosed(base);
    }

    /** Whether no connection is remembered. */
    public boolean isEmpty(long nowNs) {
        if (nowNs - nextExpiryNs >= 0) {
            forgetIdle(nowNs);
        }
        return count == 0;
    }

    /** Forgets everything, as stopping the instance does. */
    public void clear() {
        words = new long[0];
        count = 0;
    }

    /** Connections remembered at a time. */
    public int size(long nowNs) {
        forgetIdle(nowNs);
        return count;
    }

    /** How many more could be remembered: the gauge {@code conntrack_allowance_available}. */
    public int available(long nowNs) {
        return capacity - size(nowNs);
    }

    /** Places for connections, a power of two. */
    int slots() {
        return words.length >> WORDS_SHIFT;
    }

    /** The base of a flow's connection, {@link #NONE} if there is none; one whose time is over is forgotten. */
    private int find(Flow flow, long nowNs) {
        if (count == 0) {
            return NONE;
        }
        int base = probe(flow);
        if (base == NONE && flow.isIcmp()) {
            base = probe(flow.reversed()); // which is of another type
        }
        if (base != NONE && nowNs - expiryNs(base) >= 0) {
            remove(base);
            return NONE;
        }
        return base;
    }

    private int probe(Flow flow) {
        boolean fromLow = isFromLow(flow);
        IpAddress low = fromLow ? flow.source() : flow.destination();
        IpAddress high = fromLow ? flow.destination() : flow.source();
        long ports = ports(flow, fromLow);
        long[] table = words;
        int mask = table.length - 1;
        int base = home(low.high(), low.low(), high.high(), high.low(), ports) << WORDS_SHIFT & mask;
        while (table[base + STATE] != 0) {
            if (table[base + PORTS] == ports
                    && table[base + LOW_LOW] == low.low()
                    && table[base + HIGH_LOW] == high.low()
                    && table[base + LOW_HIGH] == low.high()
                    && table[base + HIGH_HIGH] == high.high()) {
                return base;
            }
            base = base + (1 << WORDS_SHIFT) & mask;
        }
        return NONE;
    }

    /** A free slot with a flow's key in it. */
    private int free(Flow flow) {
        boolean fromLow = isFromLow(flow);
        IpAddress low = fromLow ? flow.source() : flow.destination();
        IpAddress high = fromLow ? flow.destination() : flow.source();
        long ports = ports(flow, fromLow);
        int base = freeFrom(words, home(low.high(), low.low(), high.high(), high.low(), ports));
        words[base + LOW_HIGH] = low.high();
        words[base + LOW_LOW] = low.low();
        words[base + HIGH_HIGH] = high.high();
        words[base + HIGH_LOW] = high.low();
        words[base + PORTS] = ports;
        return base;
    }

    private static int freeFrom(long[] table, int home) {
        int mask = table.length - 1;
        int base = home << WORDS_SHIFT & mask;
        while (table[base + STATE] != 0) {
            base = base + (1 << WORDS_SHIFT) & mask;
        }
        return base;
    }

    /** Whether the lower end sends. ICMP has no ends: its requests and answers are told apart by their types. */
    private static boolean isFromLow(Flow flow) {
        if (flow.isIcmp()) {
            return true;
        }
        IpAddress source = flow.source();
        IpAddress destination = flow.destination();
        return source.high() != destination.high()
                ? source.high() < destination.high()
                : source.low() != destination.low()
                        ? source.low() < destination.low()
                        : flow.sourcePort() <= flow.destinationPort();
    }

    private static long ports(Flow flow, boolean fromLow) {
        long protocol = (long) flow.protocol() << 2 * PORT_BITS;
        if (!flow.hasPorts() && !flow.isIcmp()) {
            return protocol;
        }
        long source = flow.sourcePort() & PORT_MASK;
        long destination = flow.destinationPort() & PORT_MASK;
        return protocol | (fromLow ? source << PORT_BITS | destination : destination << PORT_BITS | source);
    }

    private boolean isRequest(int base, Flow flow) {
        if (flow.isIcmp()) {
            return words[base + PORTS] == ports(flow, true)
                    && words[base + LOW_LOW] == flow.source().low()
                    && words[base + LOW_HIGH] == flow.source().high();
        }
        boolean isAlone = flow.source().equals(flow.destination())
                && (!flow.hasPorts() || flow.sourcePort() == flow.destinationPort()); // both directions are one
        return isAlone || isFromLow(flow) == ((words[base + STATE] & FROM_LOW) != 0);
    }

    private static int home(long lowHigh, long lowLow, long highHigh, long highLow, long ports) {
        long h = (lowLow ^ Long.rotateLeft(lowHigh, 32)) * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 32 ^ highLow ^ Long.rotateLeft(highHigh, 32)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ h >>> 29 ^ ports) * 0x94D049BB133111EBL;
        return (int) (h >>> 32);
    }

    private static int home(long[] table, int base) {
        return home(
                table[base + LOW_HIGH],
                table[base + LOW_LOW],
                table[base + HIGH_HIGH],
                table[base + HIGH_LOW],
                table[base + PORTS]);
    }

    private void resize(int slots) {
        long[] before = words;
        long[] next = new long[slots << WORDS_SHIFT];
        for (int base = 0; base < before.length; base += 1 << WORDS_SHIFT) {
            if (before[base + STATE] != 0) {
                System.arraycopy(before, base, next, freeFrom(next, home(before, base)), 1 << WORDS_SHIFT);
            }
        }
        words = next;
    }

    /** Those behind it in its run move up, as far as they may: a search ends at the first free slot. */
    private void remove(int removed) {
        int mask = words.length - 1;
        int hole = removed;
        int base = hole;
        while (true) {
            base = base + (1 << WORDS_SHIFT) & mask;
            if (words[base + STATE] == 0) {
                break;
            }
            int home = home(words, base) << WORDS_SHIFT & mask;
            if ((base - home & mask) >= (base - hole & mask)) {
                System.arraycopy(words, base, words, hole, 1 << WORDS_SHIFT);
                hole = base;
            }
        }
        words[hole + STATE] = 0;
        count--;
    }

    private void forgetIdle(long nowNs) {
        long earliest = Long.MAX_VALUE;
        for (int base = 0; base < words.length && count != 0; ) {
            boolean isTaken = words[base + STATE] != 0;
            long expiryNs = isTaken ? expiryNs(base) : Long.MAX_VALUE;
            if (isTaken && nowNs - expiryNs >= 0) {
                remove(base); // and what moved here is looked at next
            } else {
                earliest = Math.min(earliest, expiryNs);
                base += 1 << WORDS_SHIFT;
            }
        }
        nextExpiryNs = earliest;
        shrink();
    }

    /** To an eighth of the slots taken at least, so that it takes as many connections again until it has to grow. */
    private void shrink() {
        int slots = slots();
        while (slots > LEAST_SLOTS && count < slots >> 3) {
            slots >>= 1;
        }
        if (slots != slots()) {
            resize(slots);
        }
    }

    private void count(int base, int shift, long packets) {
        long state = words[base + STATE];
        long next = Math.min(MANY, (state >>> shift & COUNT_MASK) + Math.min(MANY, packets));
        words[base + STATE] = state & ~(COUNT_MASK << shift) | next << shift;
    }

    private void close(int base, boolean isByOpener, int tcpFlags, long atNs) {
        boolean isFin = (tcpFlags & TcpLayout.FLAG_FIN) != 0;
        boolean isRst = (tcpFlags & TcpLayout.FLAG_RST) != 0;
        if (isFin || isRst) {
            words[base + STATE] |= (isFin ? isByOpener ? OPENER_CLOSED : OTHER_CLOSED : 0) | (isRst ? RESET : 0);
            words[base + CLOSED_NS] = atNs;
        }
    }

    private boolean isClosed(int base) {
        long state = words[base + STATE];
        return (state & RESET) != 0 || (state & OPENER_CLOSED) != 0 && (state & OTHER_CLOSED) != 0;
    }

    private void expireNoLaterThan(int base) {
        long expiryNs = expiryNs(base);
        if (expiryNs - nextExpiryNs < 0) {
            nextExpiryNs = expiryNs;
        }
    }

    private long expiryNs(int base) {
        long state = words[base + STATE];
        ConnectionTimeouts times = timeouts[(int) (state >>> TIMEOUTS_SHIFT)];
        if (isClosed(base)) {
            return words[base + CLOSED_NS] + times.closedNs();
        }
        long requests = state >>> REQUESTS_SHIFT & COUNT_MASK;
        long answers = state >>> ANSWERS_SHIFT & COUNT_MASK;
        boolean established = answers != 0 && (state & (OPENER_CLOSED | OTHER_CLOSED)) == 0;
        int protocol = (int) (words[base + PORTS] >>> 2 * PORT_BITS);
        return words[base + LAST_SEEN_NS] + times.timeoutNs(protocol, established, requests == MANY && answers == MANY);
    }

    /** There are as few kinds as users set on the interfaces of an instance in its life. */
    private int indexOf(ConnectionTimeouts wanted) {
        for (int i = 0; i < timeouts.length; i++) {
            if (timeouts[i] == wanted || timeouts[i].equals(wanted)) {
                return i;
            }
        }
        timeouts = Arrays.copyOf(timeouts, timeouts.length + 1);
        timeouts[timeouts.length - 1] = wanted;
        return timeouts.length - 1;
    }
}
