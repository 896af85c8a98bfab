package io.ringlane.placement.group;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.InstanceType;
import java.util.Objects;

/**
 * One instance to place, and what was asked for it.
 *
 * @param instance the instance's name, unique within a {@link Placer}
 * @param type its type
 * @param card the network card it needs: the type's own, or {@link EnhancedNetworking#NONE} for an instance that does
 *     without
 * @param group its placement group, or null
 * @param partition the partition asked for, from 1; 0 for any
 * @param zone the availability zone asked for, for instance {@code us-east-1b}, or null for any
 * @param sameHostAs an instance placed earlier whose host this one must share, or null
 */
public record PlacementRequest(
        String instance,
        InstanceType type,
        EnhancedNetworking card,
        PlacementGroup group,
        int partition,
        String zone,
        String sameHostAs) {

    public PlacementRequest {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(card, "card");
    }

    /** An instance of a type, anywhere, with the type's own card. */
    public static PlacementRequest of(String instance, InstanceType type) {
        return new PlacementRequest(instance, type, type.enhancedNetworking(), null, 0, null, null);
    }

    /** The same with a card, or with the type's own for null. */
    public PlacementRequest withCard(EnhancedNetworking card) {
        EnhancedNetworking chosen = card == null ? type.enhancedNetworking() : card;
        return new PlacementRequest(instance, type, chosen, group, partition, zone, sameHostAs);
    }

    /** The same in a group, or in none for null. */
    public PlacementRequest inGroup(PlacementGroup group) {
        return new PlacementRequest(instance, type, card, group, partition, zone, sameHostAs);
    }

    /** The same in a partition of its group, or in any for 0. */
    public PlacementRequest inPartition(int partition) {
        return new PlacementRequest(instance, type, card, group, partition, zone, sameHostAs);
    }

    /** The same in a zone, or in any for null. */
    public PlacementRequest inZone(String zone) {
        return new PlacementRequest(instance, type, card, group, partition, zone, sameHostAs);
    }

    /** The same on the host of another instance, or on any for null. */
    public PlacementRequest onHostOf(String instance) {
        return new PlacementRequest(this.instance, type, card, group, partition, zone, instance);
    }
}
