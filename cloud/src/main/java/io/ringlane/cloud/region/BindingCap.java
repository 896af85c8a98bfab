package io.ringlane.cloud.region;

import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.PathProfile;

/**
 * The lowest cap on the way between two instances for a number of 5-tuples, were they alone.
 *
 * @param label which cap it is
 * @param bitsPerSecond layer-2 bits without FCS
 */
public record BindingCap(String label, long bitsPerSecond) {

    /** The label of the sender's outbound allowance. */
    public static final String BANDWIDTH_OUT = "instance bandwidth out";

    /** The label of the receiver's inbound allowance. */
    public static final String BANDWIDTH_IN = "instance bandwidth in";

    /** The label of the sender's line. */
    public static final String LINE_RATE = "line rate";

    /** Finds it. */
    public static BindingCap between(
            final PathProfile profile,
            final Placement from,
            final InstanceSpec fromSpec,
            final Placement to,
            final InstanceSpec toSpec,
            final int connections) {
        return new BindingCap(
                        connections == 1 ? profile.flowCapReason() : profile.flowCapReason() + " x " + connections,
                        profile.flowCapBitsPerSecond() * connections)
                .from(from, fromSpec)
                .to(to, toSpec);
    }

    /** The lowest of this and what a sender may send. */
    public BindingCap from(final Placement sender, final InstanceSpec spec) {
        return or(BANDWIDTH_OUT, allowance(spec.bandwidthOutBitsPerSecond(), sender.type()))
                .or(LINE_RATE, sender.nic().lineRateBitsPerSecond());
    }

    /** The lowest of this and what a receiver may receive. */
    public BindingCap to(final Placement receiver, final InstanceSpec spec) {
        return or(BANDWIDTH_IN, allowance(spec.bandwidthInBitsPerSecond(), receiver.type()))
                .or("line rate in", receiver.nic().lineRateBitsPerSecond());
    }

    /** This cap, or another if that is lower. */
    public BindingCap or(final String otherLabel, final long otherBitsPerSecond) {
        return otherBitsPerSecond < bitsPerSecond ? new BindingCap(otherLabel, otherBitsPerSecond) : this;
    }

    private static long allowance(final long override, final InstanceType type) {
        return override != 0 ? override : type.peakBitsPerSecond();
    }
}
