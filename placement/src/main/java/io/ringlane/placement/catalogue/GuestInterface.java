package io.ringlane.placement.catalogue;

import io.ringlane.core.rate.Units;

/**
 * What the network interface of an instance is, given its type and its image, and why.
 *
 * <p>Source: Amazon EC2 User Guide, "Enhanced networking": it takes a type that has it, an HVM image and the driver.
 *
 * @param kind what the instance sees; {@link EnhancedNetworking#NONE} for an emulated interface
 * @param reason why it is that, in words
 * @param lineRateBitsPerSecond rate of the interface: of the one network card of the type that it sits on; in layer-2 bytes
 *     without FCS, preamble and gap
 * @param queues queue pairs that its driver opens
 */
public record GuestInterface(EnhancedNetworking kind, String reason, long lineRateBitsPerSecond, int queues) {

    /** What a type's interface is to an image: the type's own kind, or emulated where something is missing. */
    public static GuestInterface of(InstanceType type, Image image) {
        EnhancedNetworking own = type.enhancedNetworking();
        if (own == EnhancedNetworking.NONE) {
            return emulated(type, "the type " + type.name() + " has no enhanced networking");
        }
        if (!image.hvm()) {
            return emulated(type, "the image '" + image.name() + "' is not HVM");
        }
        if (!image.drivers().contains(own)) {
            return emulated(type, "the image '" + image.name() + "' carries no driver for " + own.label());
        }
        return new GuestInterface(
                own,
                "the type " + type.name() + " has it and the image '" + image.name() + "' carries the driver",
                type.lineRateBitsPerSecond(),
                type.defaultQueues());
    }

    /** An emulated interface for an instance of a type, whatever its image. */
    public static GuestInterface emulated(InstanceType type, String reason) {
        EmulatedInterface emulated = type.emulated();
        return new GuestInterface(EnhancedNetworking.NONE, reason, emulated.lineRateBitsPerSecond(), emulated.queues());
    }

    /** The rate of all network cards of an instance of its type together; of an emulated interface its own. */
    public long allCardsBitsPerSecond(InstanceType type) {
        return isEmulated() ? lineRateBitsPerSecond : lineRateBitsPerSecond * type.networkCards();
    }

    /** Whether the hypervisor emulates it, so that it takes no virtual function of the host's card. */
    public boolean isEmulated() {
        return kind == EnhancedNetworking.NONE;
    }

    /** For a person, for instance {@code emulated interface, 2.8 Gbit/s, 1 queue: the image 'old' is not HVM}. */
    public String describe() {
        String what = isEmulated() ? "emulated interface" : kind.label() + " interface";
        return what + ", " + Units.formatBitsPerSecond(lineRateBitsPerSecond) + ", " + queues
                + (queues == 1 ? " queue: " : " queues: ") + reason;
    }
}
