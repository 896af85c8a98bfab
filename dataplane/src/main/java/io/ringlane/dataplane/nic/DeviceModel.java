package io.ringlane.dataplane.nic;

/**
 * What a kind of card allows. Sources: ENA driver 2.17 ({@code ena_netdev.h}, README) and Intel's ixgbe and ixgbevf
 * ({@code ixgbevf.h}, {@code ixgbe_sriov.c}).
 */
public enum DeviceModel {
    /** Amazon's Elastic Network Adapter. The VF limit is not published; the default is generous, and a setting. */
    ENA(128, 128, 256, 16384, 1024, 1024, 9216, 100_000_000_000L),

    /** Intel 82599 virtual functions: 63 a port, up to 4 queue pairs each, a 10 Gbit/s line. */
    INTEL_82599(63, 4, 64, 4096, 1024, 512, 9710, 10_000_000_000L),

    /**
     * A card emulated in software, for instances without enhanced networking (the guest's driver is Xen's netfront). One
     * queue pair; its slowness is in the paths and allowances of such instances.
     */
    EMULATED(64, 1, 64, 4096, 256, 256, 9001, 10_000_000_000L);

    private final int maxVirtualFunctions;
    private final int maxQueuePairs;
    private final int minRingSlots;
    private final int maxRingSlots;
    private final int defaultTransmitSlots;
    private final int defaultReceiveSlots;
    private final int maxMtuBytes;
    private final long lineBitsPerSecond;

    DeviceModel(
            final int maxVirtualFunctions,
            final int maxQueuePairs,
            final int minRingSlots,
            final int maxRingSlots,
            final int defaultTransmitSlots,
            final int defaultReceiveSlots,
            final int maxMtuBytes,
            final long lineBitsPerSecond) {
        this.maxVirtualFunctions = maxVirtualFunctions;
        this.maxQueuePairs = maxQueuePairs;
        this.minRingSlots = minRingSlots;
        this.maxRingSlots = maxRingSlots;
        this.defaultTransmitSlots = defaultTransmitSlots;
        this.defaultReceiveSlots = defaultReceiveSlots;
        this.maxMtuBytes = maxMtuBytes;
        this.lineBitsPerSecond = lineBitsPerSecond;
    }

    /** Virtual functions a physical function carries at most. */
    public int maxVirtualFunctions() {
        return maxVirtualFunctions;
    }

    /**
     * Queue pairs of one virtual function. An 82599 with more than 32 functions in use has pools of two queue pairs, one
     * with fewer has pools of four (DPDK, {@code intel_vf.rst}).
     *
     * @param virtualFunctions functions configured on the card
     */
    public int maxQueuePairs(final int virtualFunctions) {
        return this == INTEL_82599 && virtualFunctions > 32 ? 2 : maxQueuePairs;
    }

    /**
     * Whether a virtual function may set its RSS indirection table. An 82599 has one table and one key for the physical function
     * and all virtual ones, and a virtual one may only read them (Linux {@code ixgbevf}).
     */
    public boolean setsIndirection() {
        return this != INTEL_82599;
    }

    /** Smallest ring, in slots. */
    public int minRingSlots() {
        return minRingSlots;
    }

    /** Largest ring, in slots. */
    public int maxRingSlots() {
        return maxRingSlots;
    }

    /** The driver's default transmit ring, in slots. */
    public int defaultTransmitSlots() {
        return defaultTransmitSlots;
    }

    /** The driver's default receive ring, in slots. */
    public int defaultReceiveSlots() {
        return defaultReceiveSlots;
    }

    /** Largest MTU, in layer-3 bytes. */
    public int maxMtuBytes() {
        return maxMtuBytes;
    }

    /** Line rate in layer-2 bits a second without FCS, preamble and gap; ENA cards differ by instance type. */
    public long lineBitsPerSecond() {
        return lineBitsPerSecond;
    }

    /** The name of the guest's driver. */
    public String driver() {
        return switch (this) {
            case ENA -> "ena";
            case INTEL_82599 -> "ixgbevf";
            case EMULATED -> "vif";
        };
    }
}
