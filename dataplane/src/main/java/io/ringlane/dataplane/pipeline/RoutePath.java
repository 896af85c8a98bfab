package io.ringlane.dataplane.pipeline;

/**
 * What packets meet on a route between its two ports.
 *
 * @param flowCapBitsPerSecond cap of every flow on the route, layer-2 bits without FCS; 0 is none
 * @param flowHorizonNs how long a packet may queue at the flow cap
 * @param delayNs shortest one-way delay, 0 to {@link Route#MAX_DELAY_NS}
 * @param jitterNs most that is added to it at random, 0 to as much; packets of a flow never overtake each other
 * @param mtuBytes longest layer-3 packet
 * @param announcesMtu whether a longer packet is answered with ICMP, or dropped silently
 */
public record RoutePath(
        long flowCapBitsPerSecond,
        long flowHorizonNs,
        long delayNs,
        long jitterNs,
        int mtuBytes,
        boolean announcesMtu) {

    /** None: of a route that refuses. */
    static final RoutePath NOWHERE = new RoutePath(0, 0, 0, 0, Integer.MAX_VALUE, false);

    public RoutePath {
        if (delayNs < 0 || delayNs > Route.MAX_DELAY_NS || jitterNs < 0 || jitterNs > Route.MAX_DELAY_NS) {
            throw new IllegalArgumentException(
                    "delay " + delayNs + " ns and jitter " + jitterNs + " ns must lie between 0 and one second");
        }
        if (flowHorizonNs < 0) {
            throw new IllegalArgumentException("flow horizon " + flowHorizonNs + " ns is negative");
        }
    }
}
