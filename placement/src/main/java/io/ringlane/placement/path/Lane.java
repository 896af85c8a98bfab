package io.ringlane.placement.path;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import java.util.LinkedHashMap;
import java.util.Map;

/** What carries packets between two instances: the slower card of the two, or ENA Express. */
enum Lane {
    EMULATED(EnhancedNetworking.NONE.label()),
    INTEL_82599(EnhancedNetworking.INTEL_82599.label()),
    ENA(EnhancedNetworking.ENA.label()),
    ENA_EXPRESS("ena-express");

    private final String label;

    Lane(String label) {
        this.label = label;
    }

    static Lane of(EnhancedNetworking slower) {
        return switch (slower) {
            case NONE -> EMULATED;
            case INTEL_82599 -> INTEL_82599;
            case ENA -> ENA;
        };
    }

    /** Every lane by its name in files, slowest first. */
    static Map<String, Lane> byLabel() {
        Map<String, Lane> byLabel = new LinkedHashMap<>();
        for (Lane lane : values()) {
            byLabel.put(lane.label, lane);
        }
        return byLabel;
    }
}
