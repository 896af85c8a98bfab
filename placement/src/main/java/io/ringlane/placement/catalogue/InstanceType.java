package io.ringlane.placement.catalogue;

/**
 * One instance type. Rates count layer-2 bytes without FCS, preamble and gap.
 *
 * @param name for instance {@code c5n.18xlarge}
 * @param vcpus virtual CPUs, 1 or more
 * @param enhancedNetworking what the type's interfaces are
 * @param networkInterfaces most ENIs of an instance
 * @param ipv4PerInterface most private IPv4 addresses of one ENI
 * @param baselineBitsPerSecond sustained bandwidth, in each direction at once
 * @param peakBitsPerSecond bandwidth while network credits last; equal to the baseline for types that do not burst
 * @param creditSeconds how long a full bucket lasts at peak; a model, AWS publishes no sizes
 * @param packetsPerSecond packets sent and received together, one budget an instance; a model, as AWS publishes none
 * @param networkCards cards the interfaces are spread over
 * @param lineRateBitsPerSecond rate of one card
 * @param mtuBytes largest layer-3 packet of an interface
 * @param clusterGroupAllowed whether the type may join a cluster placement group
 * @param enaExpress whether the type supports ENA Express
 * @param efaInterfaces most EFA interfaces, 0 for none
 * @param queuesPerInterface queue pairs that one ENI's device offers
 * @param tcpEstablishedSeconds how long its connection tracking remembers an idle TCP connection that is established; 0 for what the
 *     region has
 * @param emulated what an instance gets instead whose image cannot drive the type's own interface
 */
public record InstanceType(
        String name,
        int vcpus,
        Hypervisor hypervisor,
        EnhancedNetworking enhancedNetworking,
        int networkInterfaces,
        int ipv4PerInterface,
        long baselineBitsPerSecond,
        long peakBitsPerSecond,
        long creditSeconds,
        long packetsPerSecond,
        int networkCards,
        long lineRateBitsPerSecond,
        int mtuBytes,
        boolean clusterGroupAllowed,
        boolean enaExpress,
        int efaInterfaces,
        int queuesPerInterface,
        int tcpEstablishedSeconds,
        EmulatedInterface emulated) {

    /** Whether the type may exceed its baseline while credits last. */
    public boolean isBurstable() {
        return peakBitsPerSecond > baselineBitsPerSecond;
    }

    /**
     * Queue pairs a driver opens on one interface: what the device offers, but no more than the vCPUs.
     *
     * <p>Source: amzn-drivers, Linux ENA README, "queues"; ixgbevf does likewise.
     */
    public int defaultQueues() {
        return Math.min(queuesPerInterface, vcpus);
    }
}
