package io.ringlane.placement.path;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;

/**
 * One end of a path: an instance, and whether ENA Express is on for its interface.
 *
 * @param placement where it runs
 * @param enaExpress the setting of the interface's attachment
 */
public record PathEnd(Placement placement, EnaExpress enaExpress) {

    /** Why this end keeps a protocol's packets off ENA Express, or null if it does not. */
    String refusal(int ipProtocol) {
        InstanceType type = placement.type();
        if (!type.enaExpress()) {
            return "the type " + type.name() + " of '" + placement.instance() + "' does not support it";
        }
        if (placement.card() != EnhancedNetworking.ENA) {
            return "'" + placement.instance() + "' has an emulated interface";
        }
        if (enaExpress == EnaExpress.OFF) {
            return "it is off for '" + placement.instance() + "'";
        }
        return enaExpress.covers(ipProtocol)
                ? null
                : "'" + placement.instance() + "' has it on for "
                        + (enaExpress == EnaExpress.TCP ? "TCP" : "TCP and UDP") + " only";
    }

    boolean allows(int ipProtocol) {
        return enaExpress.covers(ipProtocol)
                && placement.type().enaExpress()
                && placement.card() == EnhancedNetworking.ENA;
    }
}
