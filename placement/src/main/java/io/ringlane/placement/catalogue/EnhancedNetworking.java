package io.ringlane.placement.catalogue;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a network interface is to its instance, from the slowest to the fastest.
 *
 * <p>Source: Amazon EC2 User Guide, "Enhanced networking".
 */
public enum EnhancedNetworking {
    /** An interface that the hypervisor emulates (Xen netfront). */
    NONE("none"),
    /** A virtual function of an Intel 82599, driven by {@code ixgbevf}: 10 Gbit/s, at most 63 to a card. */
    INTEL_82599("82599"),
    /** The Elastic Network Adapter. */
    ENA("ena");

    private final String label;

    EnhancedNetworking(String label) {
        this.label = label;
    }

    /** The name used in files: {@code none}, {@code 82599} or {@code ena}. */
    public String label() {
        return label;
    }

    /** The slower of two, which is what a path between them feels like. */
    public static EnhancedNetworking slower(EnhancedNetworking a, EnhancedNetworking b) {
        return a.ordinal() <= b.ordinal() ? a : b;
    }

    /** Every kind by its {@link #label}, slowest first. */
    public static Map<String, EnhancedNetworking> byLabel() {
        Map<String, EnhancedNetworking> byLabel = new LinkedHashMap<>();
        for (EnhancedNetworking kind : values()) {
            byLabel.put(kind.label, kind);
        }
        return byLabel;
    }
}
