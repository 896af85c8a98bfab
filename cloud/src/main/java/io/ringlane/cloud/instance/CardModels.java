package io.ringlane.cloud.instance;

import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.placement.catalogue.EnhancedNetworking;

/** Which device stands for a kind of card. */
public final class CardModels {

    private CardModels() {}

    /** The device of instances with such a card. */
    public static DeviceModel of(final EnhancedNetworking card) {
        return switch (card) {
            case ENA -> DeviceModel.ENA;
            case INTEL_82599 -> DeviceModel.INTEL_82599;
            case NONE -> DeviceModel.EMULATED;
        };
    }
}
