package io.ringlane.cloud.instance;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.InstanceType;
import java.util.Set;

/**
 * What an instance boots from, as far as the network cares.
 *
 * @param id {@code ami-...}, or any name
 * @param hvm whether it is hardware virtual; enhanced networking needs that
 * @param drivers the enhanced networking drivers it carries
 * @param ebsRoot whether the root volume outlives the instance; only then can it be stopped
 */
public record Image(String id, boolean hvm, Set<EnhancedNetworking> drivers, boolean ebsRoot) {

    /** A present-day image: HVM, both drivers, an EBS root. */
    public static final Image MODERN =
            new Image("ami-modern", true, Set.of(EnhancedNetworking.ENA, EnhancedNetworking.INTEL_82599), true);

    public Image {
        drivers = Set.copyOf(drivers);
    }

    /** What the interfaces of an instance of a type are with this image. */
    public EnhancedNetworking networkingOn(InstanceType type) {
        return hvm && drivers.contains(type.enhancedNetworking()) ? type.enhancedNetworking() : EnhancedNetworking.NONE;
    }

    /** Why they are that. */
    public String whyOn(InstanceType type) {
        EnhancedNetworking offered = type.enhancedNetworking();
        if (offered == EnhancedNetworking.NONE) {
            return "the type " + type.name() + " has no enhanced networking";
        }
        if (!hvm) {
            return "the image " + id + " is not HVM";
        }
        return drivers.contains(offered)
                ? "the type " + type.name() + " has it and the image " + id + " carries the driver"
                : "the image " + id + " carries no driver for " + offered.label();
    }
}
