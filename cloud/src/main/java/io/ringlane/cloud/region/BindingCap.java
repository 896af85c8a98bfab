package io.ringlane.cloud.region;

import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.path.PathProfile;

/**
 * The lowest cap on the way between two instances for a number of 5-tuples, were they alone.
 *
 * @param label which cap it is
 * @param bitsPerSecond layer-2 bits without FCS
 */
public record BindingCap(String label, long bitsPerSecond) {

    /** Finds it. */
    public static BindingCap between(
            final PathProfile profile,
            final InstanceType from,
            final InstanceSpec fromSpec,
            final InstanceType to,
            final InstanceSpec toSpec,
            final int connections) {
        BindingCap lowest = new BindingCap(
                connections == 1 ? profile.flowCapReason() : profile.flowCapReason() + " x " + connections,
                profile.flowCapBitsPerSecond() * connections);
        lowest = lowest.or("instance bandwidth out", allowance(fromSpec.bandwidthOutBitsPerSecond(), from));
        lowest = lowest.or("instance bandwidth in", allowance(toSpec.bandwidthInBitsPerSecond(), to));
        lowest = lowest.or("line rate", line(from));
        return lowest.or("line rate in", line(to));
    }

    private BindingCap or(final String otherLabel, final long otherBitsPerSecond) {
        return otherBitsPerSecond < bitsPerSecond ? new BindingCap(otherLabel, otherBitsPerSecond) : this;
    }

    private static long allowance(final long override, final InstanceType type) {
        return override != 0 ? override : type.peakBitsPerSecond();
    }

    private static long line(final InstanceType type) {
        return type.lineRateBitsPerSecond() * Math.max(1, type.networkCards());
    }
}
