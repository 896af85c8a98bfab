package io.ringlane.cloud.run;

import io.ringlane.cloud.address.CostReport;
import io.ringlane.cloud.region.Deployment;
import io.ringlane.dataplane.nic.DeviceCounters;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * What one run measured; the tables, the JSON file and the HTML report are all drawn from it.
 *
 * @param scenario the scenario's name
 * @param clock {@code virtual} or {@code real}
 * @param seed the seed every random choice came from
 * @param digest the event digest in hexadecimal; equal digests mean equal runs (virtual clock only, else empty)
 * @param durationNs how long traffic was offered, in nanoseconds of the run's clock
 * @param wallNs how long the run took on the machine's clock
 * @param flows one result a flow, in the scenario's order
 * @param interfaces one result a network interface
 * @param packets the region's totals
 * @param expectations each expectation of the scenario with its verdict
 * @param voidReason why the run proves nothing (the load generator missed its rate, or the machine was too noisy), or null
 *     when it is valid
 * @param machine what the machine took from the run, or null where that is no matter: under the virtual clock
 * @param events what was done to the network, in the order of the scenario
 * @param flowLogs its flow logs with what they hold at the end
 * @param costs what public addresses cost until the end, or null if there were none
 */
public record RunResult(
        String scenario,
        String clock,
        long seed,
        String digest,
        long durationNs,
        long wallNs,
        List<FlowResult> flows,
        List<InterfaceResult> interfaces,
        PacketTotals packets,
        List<ExpectationResult> expectations,
        String voidReason,
        Machine machine,
        List<EventResult> events,
        List<FlowLogResult> flowLogs,
        CostReport costs) {

    /** A run without public addresses. */
    public RunResult(
            String scenario,
            String clock,
            long seed,
            String digest,
            long durationNs,
            long wallNs,
            List<FlowResult> flows,
            List<InterfaceResult> interfaces,
            PacketTotals packets,
            List<ExpectationResult> expectations,
            String voidReason,
            Machine machine,
            List<EventResult> events,
            List<FlowLogResult> flowLogs) {
        this(
                scenario,
                clock,
                seed,
                digest,
                durationNs,
                wallNs,
                flows,
                interfaces,
                packets,
                expectations,
                voidReason,
                machine,
                events,
                flowLogs,
                null);
    }

    /**
     * Something that was done to the network.
     *
     * @param number from 1, in the order of the scenario
     * @param atNs when it was to happen, from the start of the traffic
     * @param happenedNs when it was in force or had been refused, from the start of the traffic; {@code atNs} under the virtual
     *     clock, and where it was not reached
     * @param text what, in words
     * @param wasReached whether the run lasted until then
     * @param errorCode EC2's code if it was refused, or null
     * @param errorMessage EC2's message, with names; null unless it was refused
     * @param isExpected whether an expectation says that it is refused so
     */
    public record EventResult(
            int number,
            long atNs,
            long happenedNs,
            String text,
            boolean wasReached,
            String errorCode,
            String errorMessage,
            boolean isExpected) {

        /** One of which nothing is expected. */
        public EventResult(
                int number,
                long atNs,
                long happenedNs,
                String text,
                boolean wasReached,
                String errorCode,
                String errorMessage) {
            this(number, atNs, happenedNs, text, wasReached, errorCode, errorMessage, false);
        }

        /** The same, refused as was expected. */
        public EventResult asExpected() {
            return new EventResult(number, atNs, happenedNs, text, wasReached, errorCode, errorMessage, true);
        }

        /** How long after its time it was in force. */
        public long lateNs() {
            return happenedNs - atNs;
        }
    }

    /**
     * A flow log.
     *
     * @param acceptedPackets packets in its records that were let pass
     * @param rejectedPackets those that were not
     * @param lines its records
     */
    public record FlowLogResult(String name, long acceptedPackets, long rejectedPackets, List<String> lines) {}

    /** Packets of the whole region: {@code sent = delivered + dropped + inFlight}. */
    public record PacketTotals(long sent, long delivered, long dropped, long inFlight) {}

    /**
     * One flow. Rates count layer-2 bytes without FCS, preamble and gap.
     *
     * @param path the relation of the two hosts in words, for instance {@code same zone}; of several ways the first
     * @param capBitsPerSecond the lowest cap on the flow's way, of several the first that has one; 0 if it is refused
     * @param bindingCap which cap that is, for instance {@code flow (cluster group)}
     * @param offeredBitsPerSecond what the generator handed over, averaged over the run
     * @param deliveredBitsPerSecond what arrived in the run's time, moved by the time that the flow's first packet was on its
     *     way; in a replay, over the duration from the first arrival on
     * @param capErrorPpm delivered against cap in parts per million, signed; 0 when less was offered than the cap, or the flow is
     *     not steady
     * @param drops packets that were not delivered, by reason; sorted by reason
     * @param latency one-way latency in nanoseconds from the intended send time; empty histogram if nothing arrived
     * @param delivered delivered rate over time
     * @param windows the leanest and the fullest of all windows, or null if the run was shorter than one
     * @param isSteady whether it was sent all the time, and on one way, so that its mean rate can be held against its cap
     * @param ways the ways it took one after the other, where events changed it; else empty
     */
    public record FlowResult(
            String name,
            String from,
            String to,
            String protocol,
            String frame,
            String path,
            long capBitsPerSecond,
            String bindingCap,
            long offeredBitsPerSecond,
            long deliveredBitsPerSecond,
            long capErrorPpm,
            long packetsSent,
            long packetsDelivered,
            long packetsInFlight,
            Map<String, Long> drops,
            Histogram latency,
            RateSeries delivered,
            Windows windows,
            boolean isSteady,
            List<FlowWaySpan> ways) {

        public FlowResult {
            ways = List.copyOf(ways);
        }

        /** Whether enough was offered for the cap to show; else an error against the cap would mean nothing. */
        public boolean isHeldAgainstCap() {
            return isSteady && capBitsPerSecond > 0 && offeredBitsPerSecond >= capBitsPerSecond;
        }

        /** The lowest cap of its ways; 0 if it was refused on all. */
        public long leastCapBitsPerSecond() {
            return ways.stream()
                    .mapToLong(FlowWaySpan::capBitsPerSecond)
                    .filter(cap -> cap > 0)
                    .min()
                    .orElse(capBitsPerSecond);
        }

        /** The highest cap of its ways: {@link #capBitsPerSecond} unless an event lifted it. */
        public long mostCapBitsPerSecond() {
            return ways.stream().mapToLong(FlowWaySpan::capBitsPerSecond).max().orElse(capBitsPerSecond);
        }

        /** Packets dropped for any reason. */
        public long packetsDropped() {
            return drops.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * The way of a flow from one time to the next.
     *
     * @param fromNs when it began, from the start of the traffic
     * @param path the way in words, or {@code refused: } and the reason; of a flow that answers also {@code nothing to answer yet},
     *     after its sender was stopped or moved
     * @param capBitsPerSecond what the flow may carry there; 0 if it is refused
     */
    public record FlowWaySpan(long fromNs, String path, long capBitsPerSecond) {}

    /**
     * Bytes delivered in consecutive windows from the first arrival on.
     *
     * @param windowNs width of a window
     * @param bytes layer-2 bytes a window; the last window may be partial
     */
    public record RateSeries(long windowNs, long[] bytes) {}

    /**
     * The leanest and the fullest of all windows of one width.
     *
     * @param offered consecutive windows, by when the load generator sent a frame, from the start of the traffic
     * @param delivered consecutive windows, by when the receiver saw a frame, from the first arrival: expectations go by it
     * @param deliveredAnywhere the same, of windows that start at every hundredth of the width
     * @param dueAnywhere likewise, by when the data plane had a frame due at the receiver: exact where the cap is, though
     *     a thread was late
     * @param target what an expectation wants of every delivered window, or null
     * @param outside which delivered windows miss it; null without a target
     */
    public record Windows(
            long widthNs,
            Extremes offered,
            Extremes delivered,
            Extremes deliveredAnywhere,
            Extremes dueAnywhere,
            Target target,
            Outside outside) {

        /** Windows that nothing is wanted of one by one. */
        public Windows(
                long widthNs,
                Extremes offered,
                Extremes delivered,
                Extremes deliveredAnywhere,
                Extremes dueAnywhere,
                Target target) {
            this(widthNs, offered, delivered, deliveredAnywhere, dueAnywhere, target, null);
        }

        /** The same, with what is known of the windows outside. */
        Windows with(Outside other) {
            return new Windows(widthNs, offered, delivered, deliveredAnywhere, dueAnywhere, target, other);
        }
    }

    /**
     * The delivered windows that miss what an expectation wants of each.
     *
     * @param windows how many windows there were
     * @param count how many of them are outside
     * @param first the first of these, in their order; up to 64
     */
    public record Outside(long windows, long count, List<OffWindow> first) {

        public Outside {
            first = List.copyOf(first);
        }

        /** How many of the first stand beside an absence of a thread. */
        public long besideAbsences() {
            return first.stream().filter(each -> each.absence() != null).count();
        }
    }

    /**
     * A window that is outside.
     *
     * @param atNs where it starts, as of {@link Extremes}
     * @param absence which thread was off its core in it or just before it and for how long, in words; null if none was, and under
     *     the virtual clock
     */
    public record OffWindow(long atNs, long bitsPerSecond, String absence) {}

    /** A rate, and how far a window may be off it either way. */
    public record Target(long bitsPerSecond, long withinPpm) {}

    /** Rates of the leanest and the fullest window, and where each starts. */
    public record Extremes(long leastBitsPerSecond, long leastAtNs, long mostBitsPerSecond, long mostAtNs) {}

    /**
     * What the machine took from the run's threads.
     *
     * @param longestGapNs the longest time between two looks at the clock in the measured time, by thread, less what packets may have
     *     taken; where it made calls or decisions meanwhile it is not known, and does not count
     * @param absentNs the sum of all such times of 100 us or more, by thread
     * @param stealNs processor time that the host reports to have given to others while traffic ran; -1 if unknown
     * @param runQueueWaitNs how long threads of the process were ready to run and had no core while traffic ran; -1 if unknown
     * @param garbageCollections pauses that were the JVM's own, while traffic ran
     */
    public record Machine(
            Map<String, Long> longestGapNs,
            Map<String, Long> absentNs,
            long stealNs,
            long runQueueWaitNs,
            long garbageCollections) {}

    /**
     * One network interface.
     *
     * @param id the interface id, {@code eni-...}
     * @param instance who has it, or null if nobody has it any more
     * @param host the host it sits on
     * @param counters device counters under the device's own names, in the device's order
     * @param ownCounters what no device has a name for, under Ringlane's
     */
    public record InterfaceResult(
            String id, String instance, String host, Map<String, Long> counters, Map<String, Long> ownCounters) {

        /** The interfaces of a deployment as they stand. */
        public static List<InterfaceResult> of(final Deployment deployment) {
            return of(deployment, DeviceCounters::read, DeviceCounters::readOwn);
        }

        /**
         * @param counters what a port has counted
         * @param own likewise, of what no device has a name for
         */
        static List<InterfaceResult> of(
                final Deployment deployment,
                final Function<VirtualFunction, Map<String, Long>> counters,
                final Function<VirtualFunction, Map<String, Long>> own) {
            return deployment.instances().stream()
                    .map(each -> new InterfaceResult(
                            each.interfaceId(),
                            each.name(),
                            deployment.hostName(each),
                            counters.apply(each.port()),
                            own.apply(each.port())))
                    .toList();
        }
    }

    /**
     * @param text the expectation as a sentence, for instance {@code inside: delivered 10 Gbit/s within 0.1%}
     * @param actual what was measured, in the same unit
     */
    public record ExpectationResult(String text, String actual, Verdict verdict) {

        /** An expectation that could be judged. */
        public ExpectationResult(String text, String actual, boolean met) {
            this(text, actual, met ? Verdict.MET : Verdict.MISSED);
        }

        /** The same expectation in a run that is void. */
        ExpectationResult notJudged() {
            return new ExpectationResult(text, actual, Verdict.NOT_JUDGED);
        }
    }

    /** What became of one expectation. */
    public enum Verdict {
        /** Measured, and as expected. */
        MET,
        /** Measured, and not as expected. */
        MISSED,
        /** Too little was measured to say: no packet was sent, or fewer than the percentile needs. */
        INCONCLUSIVE,
        /** The run is void, so whatever was measured proves nothing. */
        NOT_JUDGED
    }

    /** What a whole run amounts to, with the exit code that tells a script. */
    public enum Outcome {
        /** Valid, and every expectation met. */
        GOOD(0),
        /** Valid, and an expectation missed. */
        FAILED(1),
        /** Valid, none missed, and at least one that could not be judged. */
        INCONCLUSIVE(3),
        /** Proves nothing, whatever the expectations say. */
        VOID(4);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }

        /** What the process ends with: 0, 1, 3 or 4. */
        public int exitCode() {
            return exitCode;
        }
    }

    /** A void run proves nothing, so it outranks every verdict; one missed expectation outranks one that is unclear. */
    public Outcome outcome() {
        if (voidReason != null) {
            return Outcome.VOID;
        }
        boolean unclear = false;
        for (ExpectationResult expectation : expectations) {
            if (expectation.verdict() == Verdict.MISSED) {
                return Outcome.FAILED;
            }
            unclear |= expectation.verdict() == Verdict.INCONCLUSIVE;
        }
        return unclear ? Outcome.INCONCLUSIVE : Outcome.GOOD;
    }
}
