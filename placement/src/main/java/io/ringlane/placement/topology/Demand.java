package io.ringlane.placement.topology;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.Hypervisor;
import io.ringlane.placement.catalogue.InstanceType;

/**
 * What one instance needs of a host.
 *
 * @param hypervisor the hypervisor of its type; a {@link Hypervisor#BARE} type needs the host to itself
 * @param card the network card of its type's hosts
 * @param emulated whether the hypervisor emulates its interfaces; else each takes a virtual function of the card
 * @param interfaces interfaces, 1 or more
 * @param vcpus virtual CPUs, 1 or more
 */
public record Demand(Hypervisor hypervisor, EnhancedNetworking card, boolean emulated, int interfaces, int vcpus) {
    private static final EnhancedNetworking[] CARDS = EnhancedNetworking.values();
    private static final Hypervisor[] HYPERVISORS = Hypervisor.values();

    /** Kinds of hardware: a hypervisor and a card each. */
    static final int HARDWARES = HYPERVISORS.length * CARDS.length;

    /** What an instance of a type needs, with interfaces of its own kind or emulated ones. */
    public static Demand of(InstanceType type, boolean emulated, int interfaces) {
        return new Demand(
                type.hypervisor(),
                type.enhancedNetworking(),
                emulated || type.enhancedNetworking() == EnhancedNetworking.NONE,
                interfaces,
                type.vcpus());
    }

    /** The kind of hardware, as a number from 0 to {@link #HARDWARES} - 1. */
    int hardware() {
        return hypervisor.ordinal() * CARDS.length + card.ordinal();
    }

    static Hypervisor hypervisorOf(int hardware) {
        return HYPERVISORS[hardware / CARDS.length];
    }

    static EnhancedNetworking cardOf(int hardware) {
        return CARDS[hardware % CARDS.length];
    }
}
