package io.ringlane.cloud.instance;

/**
 * Where an instance stands, and how often it has lost what it can lose.
 *
 * @param state its state
 * @param reason EC2's StateReason code for it, or empty
 * @param dueNs when the state ends by itself, or {@link #NEVER}
 * @param memories how often its memory was erased: by a reboot, a stop, a termination; a hibernation saves it
 * @param stores how often its instance store was erased: by a stop, a hibernation, a termination
 * @param devices how often its device counters were reset: by a reboot, a stop, a hibernation
 * @param trackings how often its connections were forgotten: by a stop, a hibernation
 * @param hasRun whether it has ever been running
 * @param protectedFromTermination whether TerminateInstances is refused
 */
public record Life(
        InstanceState state,
        String reason,
        long dueNs,
        int memories,
        int stores,
        int devices,
        int trackings,
        boolean hasRun,
        boolean protectedFromTermination) {

    /** No end by itself. */
    public static final long NEVER = Long.MAX_VALUE;

    /** A life that begins. */
    public static Life pending(long dueNs, boolean protectedFromTermination) {
        return new Life(InstanceState.PENDING, "", dueNs, 0, 0, 0, 0, false, protectedFromTermination);
    }

    /** The life in another state, until some time. */
    public Life in(InstanceState next, String why, long until) {
        return new Life(
                next,
                why,
                until,
                memories,
                stores,
                devices,
                trackings,
                hasRun || next == InstanceState.RUNNING,
                protectedFromTermination);
    }

    /** After a reboot: the host, the addresses and the connections stay. */
    public Life rebooted() {
        return new Life(
                state, reason, dueNs, memories + 1, stores, devices + 1, trackings, hasRun, protectedFromTermination);
    }

    /** After the host was left. */
    public Life leftHost(boolean memorySaved) {
        return new Life(
                state,
                reason,
                dueNs,
                memorySaved ? memories : memories + 1,
                stores + 1,
                devices + 1,
                trackings + 1,
                hasRun,
                protectedFromTermination);
    }

    /** With termination allowed or not. */
    public Life withProtection(boolean on) {
        return new Life(state, reason, dueNs, memories, stores, devices, trackings, hasRun, on);
    }
}
