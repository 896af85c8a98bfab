package io.ringlane.dataplane.nic;

/**
 * What a queue has counted; bytes are layer 2 without FCS.
 *
 * @param stops how often its transmit ring became full
 * @param refusedFrames frames that found it full
 */
record QueueCounts(
        long sentPackets, long sentBytes, long receivedPackets, long receivedBytes, long stops, long refusedFrames) {

    static final QueueCounts NONE = new QueueCounts(0, 0, 0, 0, 0, 0);

    /** Since the queue was made. */
    static QueueCounts of(final CardQueue queue) {
        return new QueueCounts(
                queue.transmittedPackets(),
                queue.transmittedBytes(),
                queue.receivedPackets(),
                queue.receivedBytes(),
                queue.pair().stops(),
                queue.pair().refusedFrames());
    }

    /** Since it had counted something else. */
    QueueCounts since(final QueueCounts earlier) {
        return new QueueCounts(
                sentPackets - earlier.sentPackets,
                sentBytes - earlier.sentBytes,
                receivedPackets - earlier.receivedPackets,
                receivedBytes - earlier.receivedBytes,
                stops - earlier.stops,
                refusedFrames - earlier.refusedFrames);
    }
}
