package io.ringlane.placement.group;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.InstanceType;

/**
 * Where an instance runs.
 *
 * @param instance the instance's name
 * @param type its type
 * @param card the network card of its host, which its interface is a part of
 * @param group its placement group, or null
 * @param partition its partition, from 1; 0 outside partition groups
 * @param hostId its host
 * @param slot its interface on that host, from 0: the virtual function, or the emulated interface
 */
public record Placement(
        String instance,
        InstanceType type,
        EnhancedNetworking card,
        PlacementGroup group,
        int partition,
        int hostId,
        int slot) {}
