package io.ringlane.placement.group;

import io.ringlane.placement.PlacementException;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.GuestInterface;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.catalogue.InstanceType;
import java.util.Objects;

/**
 * One instance to launch, and what was asked for it.
 *
 * @param instance the instance's name, unique within a {@link Placer}
 * @param type its type
 * @param nic what its interfaces are to it
 * @param interfaces interfaces that it starts with, 1 to the type's most
 * @param group its placement group, or null
 * @param partition the partition asked for, from 1; 0 for any
 * @param zone the availability zone asked for, for instance {@code us-east-1b}, or null for any
 * @param sameHostAs an instance launched earlier whose host this one must share, or null; counts at launch only
 */
public record PlacementRequest(
        String instance,
        InstanceType type,
        GuestInterface nic,
        int interfaces,
        PlacementGroup group,
        int partition,
        String zone,
        String sameHostAs) {

    /** @throws PlacementException {@code AttachmentLimitExceeded} if the type has fewer interfaces */
    public PlacementRequest {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(nic, "nic");
        if (interfaces < 1) {
            throw new IllegalArgumentException("'" + instance + "' needs an interface, not " + interfaces);
        }
        if (interfaces > type.networkInterfaces()) {
            throw Errors.tooManyInterfaces(interfaces, type);
        }
    }

    /** An instance of a type, anywhere, with a present-day image and one interface. */
    public static PlacementRequest of(String instance, InstanceType type) {
        return new PlacementRequest(instance, type, GuestInterface.of(type, Image.MODERN), 1, null, 0, null, null);
    }

    /** The same from an image. */
    public PlacementRequest withImage(Image image) {
        return withNic(GuestInterface.of(type, image));
    }

    /**
     * The same with a kind of interface, whatever the image: the type's own (or null for it), or
     * {@link EnhancedNetworking#NONE} for an emulated one.
     *
     * @throws PlacementException {@code InvalidParameterCombination} if the type has no such interface
     */
    public PlacementRequest withCard(EnhancedNetworking card) {
        EnhancedNetworking own = type.enhancedNetworking();
        if (card == null || card == own) {
            return withImage(Image.MODERN);
        }
        if (card != EnhancedNetworking.NONE) {
            throw Errors.noSuchCard(type, card);
        }
        return withNic(GuestInterface.emulated(type, "the request asks for it"));
    }

    private PlacementRequest withNic(GuestInterface nic) {
        return new PlacementRequest(instance, type, nic, interfaces, group, partition, zone, sameHostAs);
    }

    /** The same with a number of interfaces from the start. */
    public PlacementRequest withInterfaces(int interfaces) {
        return new PlacementRequest(instance, type, nic, interfaces, group, partition, zone, sameHostAs);
    }

    /** The same in a group, or in none for null. */
    public PlacementRequest inGroup(PlacementGroup group) {
        return new PlacementRequest(instance, type, nic, interfaces, group, partition, zone, sameHostAs);
    }

    /** The same in a partition of its group, or in any for 0. */
    public PlacementRequest inPartition(int partition) {
        return new PlacementRequest(instance, type, nic, interfaces, group, partition, zone, sameHostAs);
    }

    /** The same in a zone, or in any for null. */
    public PlacementRequest inZone(String zone) {
        return new PlacementRequest(instance, type, nic, interfaces, group, partition, zone, sameHostAs);
    }

    /** The same on the host of another instance, or on any for null. */
    public PlacementRequest onHostOf(String instance) {
        return new PlacementRequest(this.instance, type, nic, interfaces, group, partition, zone, instance);
    }
}
