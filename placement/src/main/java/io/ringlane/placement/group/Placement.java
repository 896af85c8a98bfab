package io.ringlane.placement.group;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.GuestInterface;
import io.ringlane.placement.catalogue.InstanceType;

/**
 * Where an instance runs.
 *
 * @param instance the instance's name
 * @param type its type
 * @param nic what its interfaces are to it, and why
 * @param group its placement group, or null
 * @param partition its partition, from 1; 0 outside partition groups
 * @param hostId its host
 * @param slot its first interface on that host, from 0: the virtual function, or the emulated interface
 */
public record Placement(
        String instance,
        InstanceType type,
        GuestInterface nic,
        PlacementGroup group,
        int partition,
        int hostId,
        int slot) {

    /** What its interfaces are: its type's own kind, or {@link EnhancedNetworking#NONE} for emulated ones. */
    public EnhancedNetworking card() {
        return nic.kind();
    }
}
