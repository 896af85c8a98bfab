package io.ringlane.dataplane.nic;

import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.packet.Toeplitz;
import io.ringlane.dataplane.counter.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A physical function: one card of one host, its line, and the virtual functions it carries.
 *
 * <p>Two functions of one card reach each other through the switch inside it (a virtual Ethernet bridge): their packets
 * pass the functions' own caps but never the card's line. Control makes functions; one worker owns the card.
 */
public final class PhysicalFunction {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final String name;
    private final DeviceModel model;
    private final FrameRegion region;
    private final WorkerQueues queues;
    private final int workerIndex;
    private final int virtualFunctionLimit;
    private final long lineHorizonNs;
    private final CapPoint lineOut;
    private final CapPoint lineIn;
    private final Toeplitz toeplitz;
    private final List<VirtualFunction> functions = new ArrayList<>();
    private int usedFunctions;

    /**
     * @param lineBitsPerSecond the card's line each way; 0 for no limit
     * @param lineHorizonNs how long a packet may queue for a line
     * @param virtualFunctionLimit functions it may carry, 1 to the model's limit; 0 takes the model's
     * @param toeplitz RSS hash of all its functions (82599 functions share the card's key)
     * @param workerIndex the worker that owns the card
     * @param queues that worker's queues
     */
    public PhysicalFunction(
            final String name,
            final DeviceModel model,
            final FrameRegion region,
            final WorkerQueues queues,
            final int workerIndex,
            final long lineBitsPerSecond,
            final long lineHorizonNs,
            final int virtualFunctionLimit,
            final Toeplitz toeplitz) {
        if (virtualFunctionLimit < 0 || virtualFunctionLimit > model.maxVirtualFunctions()) {
            throw new IllegalArgumentException(model + " carries at most " + model.maxVirtualFunctions()
                    + " virtual functions, not " + virtualFunctionLimit);
        }
        this.name = name;
        this.model = model;
        this.region = region;
        this.queues = queues;
        this.workerIndex = workerIndex;
        this.lineHorizonNs = lineHorizonNs;
        this.virtualFunctionLimit = virtualFunctionLimit == 0 ? model.maxVirtualFunctions() : virtualFunctionLimit;
        this.lineOut = line(lineBitsPerSecond, "card line out");
        this.lineIn = line(lineBitsPerSecond, "card line in");
        this.toeplitz = toeplitz;
    }

    /**
     * Makes a virtual function, without queues as yet; see {@link VirtualFunction#open}.
     *
     * @param portIndex its index among all ports of the data plane
     * @param functionName its name in errors and reports
     * @throws IllegalStateException if the card carries as many functions as it can
     * @throws IllegalArgumentException for a setting the model does not have; nothing changed
     */
    public synchronized VirtualFunction create(
            final int portIndex, final String functionName, final VirtualFunctionConfig config) {
        checkFree();
        check("queue pairs", config.queuePairs(), 1, model.maxQueuePairs(usedFunctions + 1));
        checkRing("transmit", config.transmitSlots());
        checkRing("receive", config.receiveSlots());
        check("transmit frames", config.transmitFrames(), 1, region.maxFrames());
        check("receive frames", config.receiveFrames(), 1, config.receiveSlots());
        MacAddress.requireUnicast(config.mac());
        final VirtualFunction function = new VirtualFunction(portIndex, functionName, this, config);
        functions.add(function);
        usedFunctions++;
        return function;
    }

    /** Makes the caps of a function: its line, the card's, and what it shares with others of its instance. */
    FunctionCaps caps(final VirtualFunctionConfig config) {
        final Line line = config.line() == null ? new Line(model.lineBitsPerSecond()) : config.line();
        final CapPoint functionOut = line.out(lineHorizonNs);
        final CapPoint functionIn = line.in(lineHorizonNs);
        final CapPoint[] allowedOut = config.allowances().outbound();
        final CapPoint[] allowedIn = config.allowances().inbound();
        return new FunctionCaps(
                chain(allowedOut, functionOut, lineOut),
                chain(allowedOut, functionOut, null),
                chain(null, lineIn, functionIn, allowedIn),
                chain(null, null, functionIn, allowedIn),
                linkLocal(config.linkLocalPacketsPerSecond()),
                config.allowances().gatewayOut(),
                config.allowances().gatewayIn());
    }

    /** Paces nothing: what a second holds may come at once, and what is beyond is dropped, as EC2's is. */
    private static CapPoint linkLocal(final long packetsPerSecond) {
        return packetsPerSecond == 0
                ? null
                : CapPoint.ofPackets(
                        packetsPerSecond,
                        NANOS_PER_SECOND - (NANOS_PER_SECOND + packetsPerSecond - 1) / packetsPerSecond,
                        0,
                        DropReason.LINKLOCAL_ALLOWANCE_EXCEEDED,
                        "packets to services of the host");
    }

    /**
     * Makes the queues of a function, with their frames and doorbells.
     *
     * @return the card's sides; null if the worker has too few doorbells left or the region too little room
     */
    CardQueue[] makeQueues(
            final VirtualFunction function, final VirtualFunctionConfig config, final FunctionCaps caps) {
        final CardQueue[] made = new CardQueue[config.queuePairs()];
        final int frames = config.transmitFrames() + config.receiveFrames();
        synchronized (queues) { // nobody takes the doorbells meanwhile
            final int firstFrame =
                    made.length > queues.room() ? FrameRegion.NO_ROOM : region.tryAllocate(made.length * frames);
            if (firstFrame == FrameRegion.NO_ROOM) {
                return null;
            }
            for (int i = 0; i < made.length; i++) {
                final QueuePair pair = new QueuePair(
                        region,
                        queues.doorbells(),
                        queues.nextBell() + i,
                        config.transmitSlots(),
                        config.receiveSlots(),
                        firstFrame + i * frames,
                        config.transmitFrames(),
                        config.receiveFrames(),
                        CardQueue.owner(function.portIndex()));
                made[i] = new CardQueue(pair, function, i, caps);
            }
            queues.add(made);
        }
        return made;
    }

    /** Why {@link #makeQueues} made none. */
    IllegalStateException noRoom(final VirtualFunction function, final VirtualFunctionConfig config) {
        final int frames = config.queuePairs() * (config.transmitFrames() + config.receiveFrames());
        return new IllegalStateException("no room for the " + config.queuePairs() + " queues of " + function + " with "
                + frames + " frames: worker " + workerIndex + " has "
                + queues.doorbells().capacity()
                + " doorbells, and " + region.allocatedFrames() + " of " + region.maxFrames() + " frames of "
                + region.strideBytes() + " bytes are taken; use fewer frames a queue, or a smaller MTU");
    }

    /** RSS hash of all its functions. */
    Toeplitz toeplitz() {
        return toeplitz;
    }

    /** A function was withdrawn. */
    synchronized void release() {
        usedFunctions--;
    }

    /** A function is used again. */
    synchronized void reserve() {
        checkFree();
        usedFunctions++;
    }

    private void checkFree() {
        if (usedFunctions == virtualFunctionLimit) {
            throw new IllegalStateException("no virtual function left on " + name + ": all " + virtualFunctionLimit
                    + " are taken; place the instance on another host");
        }
    }

    /** The card's name. */
    public String name() {
        return name;
    }

    /** What kind of card it is. */
    public DeviceModel model() {
        return model;
    }

    /** Index of the worker that owns the card. */
    public int workerIndex() {
        return workerIndex;
    }

    /** The functions made so far, in order, withdrawn ones too. */
    public synchronized List<VirtualFunction> functions() {
        return List.copyOf(functions);
    }

    /** Functions that can still be made. */
    public synchronized int freeFunctions() {
        return virtualFunctionLimit - usedFunctions;
    }

    private CapPoint line(final long bitsPerSecond, final String label) {
        return bitsPerSecond == 0
                ? null
                : CapPoint.ofBits(bitsPerSecond, 0, lineHorizonNs, DropReason.LINE_RATE, label);
    }

    private static CapPoint[] chain(final CapPoint[] first, final CapPoint second, final CapPoint third) {
        return chain(first, second, third, null);
    }

    private static CapPoint[] chain(
            final CapPoint[] first, final CapPoint second, final CapPoint third, final CapPoint[] last) {
        final List<CapPoint> points = new ArrayList<>();
        if (first != null) {
            points.addAll(Arrays.asList(first));
        }
        if (second != null) {
            points.add(second);
        }
        if (third != null) {
            points.add(third);
        }
        if (last != null) {
            points.addAll(Arrays.asList(last));
        }
        return points.toArray(new CapPoint[0]);
    }

    private void checkRing(final String what, final int slots) {
        if (Integer.bitCount(slots) != 1 || slots < model.minRingSlots() || slots > model.maxRingSlots()) {
            throw new IllegalArgumentException(what + " ring of " + slots + " slots: " + model
                    + " takes powers of two from " + model.minRingSlots() + " to " + model.maxRingSlots());
        }
    }

    private void check(final String what, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    value + " " + what + " on " + name + " (" + model + "): takes " + min + " to " + max);
        }
    }
}
