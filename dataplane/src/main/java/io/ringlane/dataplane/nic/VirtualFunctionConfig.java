package io.ringlane.dataplane.nic;

/**
 * How a virtual function is made.
 *
 * @param mac unicast MAC, 48 bits
 * @param queuePairs 1 to what the model allows
 * @param transmitSlots slots of a transmit ring, a power of two within the model's range
 * @param receiveSlots slots of a receive ring, likewise
 * @param transmitFrames frames a queue owns for sending, 1 or more
 * @param receiveFrames frames a queue owns and posts for receiving, 1 to {@code receiveSlots}
 * @param line its line, which functions may share; null for one of its own at the model's rate
 * @param allowances what the function shares with others of its instance
 * @param checksMac drop frames with another source MAC
 * @param checksAddress drop packets from an address that is not the port's (source/destination check)
 * @param linkLocalPacketsPerSecond packets to services of the host that it takes; 0 for any number
 */
public record VirtualFunctionConfig(
        long mac,
        int queuePairs,
        int transmitSlots,
        int receiveSlots,
        int transmitFrames,
        int receiveFrames,
        Line line,
        Allowances allowances,
        boolean checksMac,
        boolean checksAddress,
        long linkLocalPacketsPerSecond) {

    /** The driver's defaults: one queue pair, full rings, both checks on. */
    public static VirtualFunctionConfig defaults(final DeviceModel model, final long mac, final Allowances allowances) {
        return new VirtualFunctionConfig(
                mac,
                1,
                model.defaultTransmitSlots(),
                model.defaultReceiveSlots(),
                model.defaultTransmitSlots(),
                model.defaultReceiveSlots(),
                null,
                allowances,
                true,
                true,
                0);
    }

    /** The same with another number of queue pairs. */
    public VirtualFunctionConfig withQueuePairs(final int count) {
        return new VirtualFunctionConfig(
                mac,
                count,
                transmitSlots,
                receiveSlots,
                transmitFrames,
                receiveFrames,
                line,
                allowances,
                checksMac,
                checksAddress,
                linkLocalPacketsPerSecond);
    }

    /** The same with other rings, as many frames as slots. */
    public VirtualFunctionConfig withRings(final int newTransmitSlots, final int newReceiveSlots) {
        return withFrames(newTransmitSlots, newReceiveSlots, newTransmitSlots, newReceiveSlots);
    }

    /** The same with other rings and numbers of frames. */
    public VirtualFunctionConfig withFrames(
            final int newTransmitSlots,
            final int newReceiveSlots,
            final int newTransmitFrames,
            final int newReceiveFrames) {
        return new VirtualFunctionConfig(
                mac,
                queuePairs,
                newTransmitSlots,
                newReceiveSlots,
                newTransmitFrames,
                newReceiveFrames,
                line,
                allowances,
                checksMac,
                checksAddress,
                linkLocalPacketsPerSecond);
    }

    /** The same with a line of its own at another rate; 0 takes the model's. */
    public VirtualFunctionConfig withLine(final long bitsPerSecond) {
        return withLine(bitsPerSecond == 0 ? null : new Line(bitsPerSecond));
    }

    /** The same with another line; null for one of its own at the model's rate. */
    public VirtualFunctionConfig withLine(final Line other) {
        return new VirtualFunctionConfig(
                mac,
                queuePairs,
                transmitSlots,
                receiveSlots,
                transmitFrames,
                receiveFrames,
                other,
                allowances,
                checksMac,
                checksAddress,
                linkLocalPacketsPerSecond);
    }

    /** The same with other checks. */
    public VirtualFunctionConfig withChecks(final boolean mac, final boolean address) {
        return new VirtualFunctionConfig(
                this.mac,
                queuePairs,
                transmitSlots,
                receiveSlots,
                transmitFrames,
                receiveFrames,
                line,
                allowances,
                mac,
                address,
                linkLocalPacketsPerSecond);
    }

    /** The same with another cap on packets to services of the host; 0 for none. */
    public VirtualFunctionConfig withLinkLocal(final long packetsPerSecond) {
        return new VirtualFunctionConfig(
                mac,
                queuePairs,
                transmitSlots,
                receiveSlots,
                transmitFrames,
                receiveFrames,
                line,
                allowances,
                checksMac,
                checksAddress,
                packetsPerSecond);
    }
}
