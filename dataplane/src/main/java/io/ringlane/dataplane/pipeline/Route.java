package io.ringlane.dataplane.pipeline;

import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.rate.Cap;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.IndirectionTable;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Objects;

/**
 * Where the packets of a flow go and what the way is like; decided above, followed here. Immutable and shared by all flows
 * between the same two ports.
 */
public final class Route {

    /** See {@link #macInWireOrder()}. */
    static final long ANY_MAC = -1;

    /** Of {@link #maxFrameBytes()}: no frame fits. */
    private static final int NONE_FITS = -1;

    /** Of {@link #maxFrameBytes()}: no frame fits, and the route is a refusal that does not hold at present. */
    private static final int SUSPENDED_REFUSAL = -2;

    /** Of {@link #maxFrameBytes()}: no frame fits for the present, for the reason of this ordinal beyond it. */
    private static final int REFUSES = Integer.MIN_VALUE;

    private static final DropReason[] REASONS = DropReason.values();

    /** Longest delay of a path, one second: a longer one is a mistake in units. */
    public static final long MAX_DELAY_NS = 1_000_000_000L;

    private final int index;
    private final VirtualFunction egress;
    private final int egressLife;
    private final PhysicalFunction egressCard;
    private final int workerIndex;
    private long macInWireOrder;
    private boolean isDirect;
    private final int instantWorkerIndex;
    private final CardQueue[] queues; // of the egress, by entry of its indirection table
    private final long flowCapBitsPerSecond;
    private final long flowCostOfByte;
    private final long flowHorizonNs;
    private final long delayNs;
    private final long jitterNs;
    private final int mtuBytes;
    private int
            maxFrameBytes; // negative once retired, suspended or stale; plain: whoever sends after a change has seen it
    private final boolean announcesMtu;
    private final DropReason refusal;
    private final Translation translation;
    private final Crossing crossing;
    private final Route wider;
    private boolean isRetired;
    private boolean isForOnePacket;
    private Object note;

    private Route(
            final int index,
            final VirtualFunction egress,
            final RoutePath path,
            final DropReason refusal,
            final Translation translation,
            final Crossing crossing,
            final Route wider) {
        this.index = index;
        this.egress = egress;
        this.egressLife = egress == null ? 0 : egress.life();
        this.egressCard = egress == null ? null : egress.card();
        this.workerIndex = egress == null ? -1 : egress.workerIndex();
        this.instantWorkerIndex = (path.delayNs() | path.jitterNs()) == 0 && crossing == null ? workerIndex : -1;
        this.queues = egress == null ? null : egress.indirection().entries();
        this.flowCapBitsPerSecond = path.flowCapBitsPerSecond();
        this.flowCostOfByte = flowCapBitsPerSecond == 0 ? 0 : Cap.costOfByte(flowCapBitsPerSecond);
        this.flowHorizonNs = path.flowHorizonNs();
        this.delayNs = path.delayNs();
        this.jitterNs = path.jitterNs();
        this.mtuBytes = path.mtuBytes();
        this.maxFrameBytes = refusal != null ? NONE_FITS : longestFrameBytes(mtuBytes);
        this.announcesMtu = path.announcesMtu();
        this.refusal = refusal;
        this.macInWireOrder = egress != null ? egress.macInWireOrder() : ANY_MAC;
        this.translation = translation;
        this.crossing = crossing;
        this.wider = wider;
    }

    /**
     * A way to a port.
     *
     * @param index a small number, unique among the routes of a data plane; workers index arrays with it
     * @param egress the port packets leave through
     * @param path what packets meet between the two ports
     * @param translation what is changed in headers, or null
     * @param crossing the gateways that it leads through, or null
     * @param wider the route to the same port for packets that are longer, or null
     */
    static Route to(
            final int index,
            final VirtualFunction egress,
            final RoutePath path,
            final Translation translation,
            final Crossing crossing,
            final Route wider) {
        Objects.requireNonNull(egress, "egress");
        return new Route(checkIndex(index), egress, path, null, translation, crossing, wider);
    }

    /** No way: every packet of the flow is dropped for this reason. */
    static Route refused(final int index, final DropReason reason) {
        return new Route(
                checkIndex(index), null, RoutePath.NOWHERE, Objects.requireNonNull(reason, "reason"), null, null, null);
    }

    private static int checkIndex(final int index) {
        if (index < 0 || index > FlowRecordLayout.MAX_ROUTE_INDEX) {
            throw new IllegalArgumentException(
                    "route index " + index + " is outside 0 to " + FlowRecordLayout.MAX_ROUTE_INDEX);
        }
        return index;
    }

    /** The route's number. */
    public int index() {
        return index;
    }

    /** The port packets leave through; null if refused. */
    public VirtualFunction egress() {
        return egress;
    }

    /** Whether packets may arrive: the port is in use, and has been since the route was made. */
    boolean isEgressUp() {
        return egress.isUp() && !isStale();
    }

    /**
     * Whether its port has gone out of use since the route was made. What may be in use now is another time of the port's, to
     * which the route does not lead: flows on it ask the router again, which should {@linkplain Routes#retire retire} it.
     */
    public boolean isStale() {
        return egress != null && egress.life() != egressLife || wider != null && wider.isStale();
    }

    /**
     * Has flows ask again, as {@link #retire} does, until the route is {@linkplain #resume resumed}; flows that send nothing
     * meanwhile stay on it. Any thread, one at a time; the router must not answer with the route meanwhile.
     */
    public void suspend() {
        maxFrameBytes = refusal == null ? NONE_FITS : SUSPENDED_REFUSAL;
    }

    /**
     * Drops the packets of the flows on the route until it is {@linkplain #resume resumed} or {@linkplain #suspend suspended}; flows
     * do not ask for that, and new ones may be led here. Threads as of {@link #suspend}.
     *
     * @throws IllegalStateException if it refuses packets anyway
     */
    public void refuse(final DropReason reason) {
        if (refusal != null) {
            throw new IllegalStateException("a route that refuses for " + refusal + " cannot refuse for " + reason);
        }
        if (!isRetired) {
            maxFrameBytes = REFUSES + reason.ordinal();
            if (isStale()) { // as in resume
                maxFrameBytes = NONE_FITS;
            }
        }
    }

    /** Why a packet is dropped according to a {@link #maxFrameBytes()} that was read before; null if the route leads somewhere. */
    DropReason refusal(final int longestBytes) {
        return longestBytes < REFUSES + REASONS.length ? REASONS[longestBytes - REFUSES] : refusal;
    }

    /** Takes the route into use again; one that is retired or {@linkplain #isStale stale} stays as it is. */
    public void resume() {
        if (!isRetired) {
            maxFrameBytes = refusal != null ? NONE_FITS : longestFrameBytes(mtuBytes);
            if (isStale()) { // looked at afterwards: whoever makes it stale suspends it then, or has
                maxFrameBytes = NONE_FITS;
            }
        }
    }

    private static int longestFrameBytes(final int mtuBytes) {
        return Math.min(mtuBytes, Integer.MAX_VALUE - EthernetLayout.HEADER_BYTES) + EthernetLayout.HEADER_BYTES;
    }

    /** Cap of each flow in bits a second; 0 is none. */
    public long flowCapBitsPerSecond() {
        return flowCapBitsPerSecond;
    }

    /** What a byte costs at the flow cap, see {@link Cap#costOfByte}; 0 without a cap. */
    long flowCostOfByte() {
        return flowCostOfByte;
    }

    /** How long a packet may queue at the flow cap. */
    public long flowHorizonNs() {
        return flowHorizonNs;
    }

    /** Shortest one-way delay. */
    public long delayNs() {
        return delayNs;
    }

    /** Most that is added to the delay. */
    public long jitterNs() {
        return jitterNs;
    }

    /** The MAC that packets are sent to which were not sent to the router; {@link #ANY_MAC} where it does not matter. */
    long macInWireOrder() {
        return macInWireOrder;
    }

    /**
     * Has the route be for packets to this MAC and to the router's only: a refusal, where others are those of other ports, or a route that
     * only the router knows of. Before the route is given to anybody.
     */
    public void setMac(final long mac) {
        macInWireOrder = Long.reverseBytes(mac) >>> 16;
    }

    /** Has the route be for packets to its MAC only, and not for those to the router; before it is given to anybody. */
    public void setDirect() {
        isDirect = true;
    }

    /** Whether a packet to a MAC may take the route, or is refused by it. */
    boolean isFor(final long destinationMacInWireOrder, final long routerMacInWireOrder) {
        return destinationMacInWireOrder == macInWireOrder
                || macInWireOrder == ANY_MAC
                || destinationMacInWireOrder == routerMacInWireOrder && !isDirect;
    }

    /** Index of the worker that owns the egress; -1 if refused. */
    int workerIndex() {
        return workerIndex;
    }

    /** The card packets leave through; null if refused. */
    PhysicalFunction egressCard() {
        return egressCard;
    }

    /** The egress's queue for an entry of its indirection table. */
    CardQueue queue(final int rssEntry) {
        return IndirectionTable.select(queues, rssEntry);
    }

    /** {@link #workerIndex()} if packets arrive the moment they leave the outbound caps; else -1. */
    int instantWorkerIndex() {
        return instantWorkerIndex;
    }

    /** Longest layer-2 frame without FCS that may pass; negative if none may, so that one comparison tells both. */
    int maxFrameBytes() {
        return maxFrameBytes;
    }

    /** Whether a {@link #maxFrameBytes()} that was read before says that the route has ended, or does not hold at present. */
    boolean isEnded(final int longestBytes) {
        return longestBytes == SUSPENDED_REFUSAL || longestBytes == NONE_FITS && refusal == null;
    }

    /** Longest layer-3 packet. */
    public int mtuBytes() {
        return mtuBytes;
    }

    /** Whether a packet beyond the MTU is answered with ICMP. */
    public boolean announcesMtu() {
        return announcesMtu;
    }

    /** Why there is no way, or null. */
    public DropReason refusal() {
        return refusal;
    }

    /** What is changed in headers, or null. */
    public Translation translation() {
        return translation;
    }

    /** The gateways whose caps packets meet, or null. */
    public Crossing crossing() {
        return crossing;
    }

    /** The route that packets take which are too long for this one, or null; never retired, it goes with this one. */
    public Route wider() {
        return wider;
    }

    /** Whether it goes for the packet alone for which it was asked: its flow's next one asks again. */
    boolean isForOnePacket() {
        return isForOnePacket;
    }

    /** Makes every packet on the route ask again; before the route is given to anybody. */
    public void setForOnePacket() {
        isForOnePacket = true;
    }

    /** What whoever made the route has noted about it, or null. */
    public Object note() {
        return note;
    }

    /** Notes something for later; before the route is given to anybody. */
    public void setNote(final Object value) {
        note = value;
    }

    /**
     * Ends the route: each flow on it asks the router again at its next packet. In force for every packet that is sent after
     * this returned, by whoever knows that it did; packets on their way go on. The fast path pays nothing for it: it sees a
     * route that no frame fits.
     *
     * <p>Any thread. The router must not answer with the route any more.
     */
    public void retire() {
        isRetired = true;
        maxFrameBytes = NONE_FITS;
    }

    /** Whether it has been retired. */
    public boolean isRetired() {
        return isRetired;
    }
}
