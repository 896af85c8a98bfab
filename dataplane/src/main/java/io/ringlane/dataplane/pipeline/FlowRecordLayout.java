package io.ringlane.dataplane.pipeline;

/**
 * A flow's record: one cache line of eight words. Everything that a packet of the flow changes is in it.
 *
 * <pre>
 *   word 0   IPv4: addresses            IPv6: extension line (low 32 bits), fold of the addresses (high 32)
 *   word 1   ports | protocol | port index | IPv6 flag       as PacketParser writes it
 *   word 2   next departure at the flow cap, ns
 *   word 3   latest due time at the far end, ns: nothing of the flow may arrive before
 *   word 4   packets sent, modulo 2^40 (40 bits) | in flight (24 bits)
 *   word 5   bytes sent
 *   word 6   cap fraction (28) | route (24) | RSS entry (7) | rewrites headers (1) | when it began to follow (3) | follows (1)
 *   word 7   packets dropped (44) | route epoch (20)
 * </pre>
 *
 * An IPv6 flow takes a second line with its four address words.
 */
final class FlowRecordLayout {

    static final int WORDS = 8;

    static final int KEY0 = 0;
    static final int KEY1 = 1;
    static final int CAP_NEXT = 2;
    static final int LATEST_DUE = 3;
    static final int PACKETS = 4;
    static final int BYTES = 5;
    static final int STATE = 6;
    static final int DROPS = 7;

    static final int IN_FLIGHT_BITS = 24;
    static final long IN_FLIGHT_MASK = (1L << IN_FLIGHT_BITS) - 1;
    static final long ONE_SENT = 1L << IN_FLIGHT_BITS;
    static final long ONE_IN_FLIGHT = 1;
    static final long SENT_MASK =
            -1L >>> IN_FLIGHT_BITS; // a flow of 10 million packets a second gets there in 30 hours

    static final int FRACTION_BITS = 28;
    static final long FRACTION_MASK = (1L << FRACTION_BITS) - 1;
    static final int ROUTE_SHIFT = 28;
    static final int MAX_ROUTE_INDEX = (1 << 24) - 1;
    static final int RSS_SHIFT = 52;
    static final int RSS_MASK = 0x7F;
    static final long REWRITES_HEADERS = 1L << 59;

    /**
     * The sign: packets of the flow may be under way through caps of gateways that its route does not have. Those behind them take the
     * same stages, uncharged, until these have landed.
     */
    static final long FOLLOWS = Long.MIN_VALUE;

    static final int EPOCH_BITS = 20;
    static final int EPOCH_MASK = (1 << EPOCH_BITS) - 1;
    static final long ONE_DROP = 1L << EPOCH_BITS;

    private FlowRecordLayout() {}

    /** A {@link #DROPS} word that has its flow decided anew at its next packet. */
    static long outdated(final long drops) {
        return drops & ~(long) EPOCH_MASK | drops - 1 & EPOCH_MASK;
    }

    /** Index of the route in a {@link #STATE} word. */
    static int route(final long state) {
        return (int) (state >>> ROUTE_SHIFT) & MAX_ROUTE_INDEX;
    }

    /** A {@link #STATE} word with the index of another route. */
    static long withRoute(final long state, final int route) {
        return state & ~((long) MAX_ROUTE_INDEX << ROUTE_SHIFT) | (long) route << ROUTE_SHIFT;
    }

    /** A {@link #STATE} word of a flow whose packets follow others from now on. */
    static long following(final long state) {
        return state | FOLLOWS;
    }

    /** A {@link #STATE} word of a flow whose packets follow none. */
    static long ended(final long state) {
        return state & ~FOLLOWS;
    }

    /** Entry of the indirection table in a {@link #STATE} word. */
    static int rssEntry(final long state) {
        return (int) (state >>> RSS_SHIFT) & RSS_MASK;
    }
}
