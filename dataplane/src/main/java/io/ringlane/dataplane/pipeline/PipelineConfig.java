package io.ringlane.dataplane.pipeline;

import io.ringlane.core.frame.FrameRegion;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * How a worker's pipeline is made.
 *
 * @param region holds all frames
 * @param frames frames the worker owns: the most that can be in flight from its ports at a time
 * @param maxFlows flows it remembers, an IPv6 flow counting twice
 * @param idleFlowNs after how long without a packet a flow is forgotten
 * @param router decides first packets
 * @param neighbours whom ARP and neighbour solicitations are answered for
 * @param routes numbers them
 * @param routerMac source MAC of frames that were routed rather than switched, 48 bits
 * @param seed where jitter comes from
 * @param observers makes the observer of the worker with that index, or null for none
 */
public record PipelineConfig(
        FrameRegion region,
        int frames,
        int maxFlows,
        long idleFlowNs,
        Router router,
        Neighbours neighbours,
        Routes routes,
        long routerMac,
        long seed,
        IntFunction<PacketObserver> observers) {

    public PipelineConfig {
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(router, "router");
        Objects.requireNonNull(neighbours, "neighbours");
        Objects.requireNonNull(routes, "routes");
        if (frames < 1) {
            throw new IllegalArgumentException("a worker needs frames to exchange, not " + frames);
        }
    }
}
