package io.ringlane.cloud.region;

/**
 * What a deployment needs to know beyond who is placed where.
 *
 * @param maxFrameBytes longest frame that will be sent, layer-2 bytes without FCS
 * @param workers worker count
 * @param framesAWorker frames each worker may have in flight
 * @param transmitFrames frames a queue owns for sending
 * @param receiveFrames frames a queue posts for receiving; a power of two
 * @param flowHorizonNs how long a packet may queue at its flow's cap
 * @param allowanceHorizonNs how long a packet may queue at an allowance or a line
 * @param seed where every random choice comes from
 * @param pointToPoint whether everything an instance sends goes to the other of two, whatever its addresses; then source
 *     addresses are not checked either
 */
public record DeploymentSettings(
        int maxFrameBytes,
        int workers,
        int framesAWorker,
        int transmitFrames,
        int receiveFrames,
        long flowHorizonNs,
        long allowanceHorizonNs,
        long seed,
        boolean pointToPoint) {

    /**
     * How long a packet may queue at a cap before it is dropped, unless a scenario says otherwise. AWS publishes no
     * figure; half a millisecond is a few hundred full frames at 5 Gbit/s, about what a shallow-buffered switch holds.
     */
    public static final long DEFAULT_HORIZON_NS = 500_000;
}
