package io.ringlane.placement.topology;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import java.util.Arrays;

/**
 * What each host of a region has given away.
 *
 * <p>A host carries one kind of network card. Which kind is open until the first instance arrives, which fixes it; when
 * the last one leaves, it is open again. One thread at a time; 13 bytes a host.
 */
public final class Hosts {
    private static final EnhancedNetworking[] KINDS = EnhancedNetworking.values();
    private static final byte OPEN = -1;

    private final HostSettings settings;
    private final byte[] kinds;
    private final int[] usedSlots;
    private final int[] usedVcpus;

    public Hosts(Region region, HostSettings settings) {
        this.settings = settings;
        this.kinds = new byte[region.hostCount()];
        Arrays.fill(kinds, OPEN);
        this.usedSlots = new int[region.hostCount()];
        this.usedVcpus = new int[region.hostCount()];
    }

    /** The kind of a host's network card, or null while no instance has fixed it. */
    public EnhancedNetworking kind(int hostId) {
        return kinds[hostId] == OPEN ? null : KINDS[kinds[hostId]];
    }

    /** Interfaces that a host has given away. */
    public int usedSlots(int hostId) {
        return usedSlots[hostId];
    }

    /** Virtual CPUs that a host has given away. */
    public int usedVcpus(int hostId) {
        return usedVcpus[hostId];
    }

    /** Why a host cannot take one more instance, or {@link Shortage#NONE} if it can. */
    public Shortage shortage(int hostId, EnhancedNetworking kind, int vcpus) {
        if (kinds[hostId] != OPEN && kinds[hostId] != kind.ordinal()) {
            return Shortage.CARD;
        }
        if (usedSlots[hostId] >= settings.slots(kind)) {
            return Shortage.SLOTS;
        }
        return usedVcpus[hostId] + vcpus > settings.vcpus(kind) ? Shortage.VCPUS : Shortage.NONE;
    }

    /**
     * Gives one interface and some vCPUs of a host away. The caller has seen {@link Shortage#NONE}.
     *
     * @return the slot taken: the lowest free one, from 0
     * @throws IllegalStateException if the host is short of something
     */
    public int take(int hostId, EnhancedNetworking kind, int vcpus) {
        Shortage shortage = shortage(hostId, kind, vcpus);
        if (shortage != Shortage.NONE) {
            throw new IllegalStateException("host " + hostId + " is short of " + shortage.label());
        }
        kinds[hostId] = (byte) kind.ordinal();
        usedVcpus[hostId] += vcpus;
        return usedSlots[hostId]++;
    }

    /** Takes back the latest {@link #take} of a host; only the latest, as slots are counted and not listed. */
    public void undoTake(int hostId, int vcpus) {
        usedVcpus[hostId] -= vcpus;
        if (--usedSlots[hostId] == 0) {
            kinds[hostId] = OPEN;
        }
    }

    /** What a host lacks for one more instance. */
    public enum Shortage {
        NONE("nothing"),
        /** The host carries a card of another kind. */
        CARD("a network card of the right kind"),
        SLOTS("interface slots"),
        VCPUS("vCPUs");

        private final String label;

        Shortage(String label) {
            this.label = label;
        }

        /** In words, for a message. */
        public String label() {
            return label;
        }
    }
}
