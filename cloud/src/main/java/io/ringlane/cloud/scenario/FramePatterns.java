package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.FrameMix;
import io.ringlane.core.packet.Imix;

/** The named frame mixes. */
final class FramePatterns {

    /** Ethernet header without VLAN tag and FCS. */
    static final int ETHERNET_HEADER_BYTES = 14;

    /** The least Ethernet allows, without FCS. */
    static final int LEAST_FRAME_BYTES = 60;

    static final String IMIX = "imix";

    private FramePatterns() {}

    /** See {@link Imix}. */
    static FrameMix imix() {
        return new FrameMix(IMIX, Imix.lengthsBytes());
    }

    /** One length, over and over. */
    static FrameMix fixed(String name, int lengthBytes) {
        return new FrameMix(name, new int[] {lengthBytes});
    }
}
