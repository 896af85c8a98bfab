package io.ringlane.placement.topology;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.Hypervisor;
import java.util.Arrays;

/**
 * What each host of a region has given away.
 *
 * <p>A host has one hypervisor and one kind of network card. Which is open until the first instance arrives, which fixes
 * both; when the last one leaves, they are open again. Virtual functions and emulated interfaces are numbered from 0,
 * each kind on its own, and the lowest free number is taken. One thread at a time; 25 bytes a host, and about 50 more
 * once it has an instance.
 */
public final class Hosts {
    private static final byte OPEN = -1;

    private final Region region;
    private final HostSettings settings;
    private final byte[] hardware;
    private final int[] usedVcpus;
    private final int[] instances;
    private final Slots virtualFunctions;
    private final Slots emulatedInterfaces;
    private final RackIndex[] indexes = new RackIndex[2 * Demand.HARDWARES]; // made when first asked for

    public Hosts(Region region, HostSettings settings) {
        this.region = region;
        this.settings = settings;
        this.hardware = new byte[region.hostCount()];
        Arrays.fill(hardware, OPEN);
        this.usedVcpus = new int[region.hostCount()];
        this.instances = new int[region.hostCount()];
        this.virtualFunctions = new Slots(region.hostCount());
        this.emulatedInterfaces = new Slots(region.hostCount());
    }

    /** The kind of a host's network card, or null while no instance has fixed it. */
    public EnhancedNetworking kind(int hostId) {
        return hardware[hostId] == OPEN ? null : Demand.cardOf(hardware[hostId]);
    }

    /** A host's hypervisor, or null while no instance has fixed it. */
    public Hypervisor hypervisor(int hostId) {
        return hardware[hostId] == OPEN ? null : Demand.hypervisorOf(hardware[hostId]);
    }

    /** Interfaces that a host has given away, virtual functions and emulated ones together. */
    public int usedSlots(int hostId) {
        return virtualFunctions.used(hostId) + emulatedInterfaces.used(hostId);
    }

    /** Virtual CPUs that a host has given away. */
    public int usedVcpus(int hostId) {
        return usedVcpus[hostId];
    }

    /** Instances that run on a host. */
    public int instances(int hostId) {
        return instances[hostId];
    }

    /** Why a host cannot take one more instance, or {@link Shortage#NONE} if it can. */
    public Shortage shortage(int hostId, Demand demand) {
        if (hardware[hostId] != OPEN && hardware[hostId] != demand.hardware()) {
            return hypervisor(hostId) == demand.hypervisor() ? Shortage.CARD : Shortage.HYPERVISOR;
        }
        if (freeSlots(hostId, demand.card(), demand.emulated()) < demand.interfaces()) {
            return Shortage.SLOTS;
        }
        return freeVcpus(hostId, demand.hypervisor(), demand.card()) < demand.vcpus() ? Shortage.VCPUS : Shortage.NONE;
    }

    /**
     * The first rack from {@code from} on, below {@code to}, with a host that has the vCPUs and at least one interface
     * for an instance; -1 if there is none.
     *
     * <p>O(log racks). Only an instance with several interfaces may still find every host of the rack short of slots.
     */
    public int nextRack(int from, int to, Demand demand) {
        return index(demand).next(from, to, demand.vcpus());
    }

    /** Whether {@link #nextRack} would stop at a rack. Constant time. */
    public boolean mayHaveRoom(int rack, Demand demand) {
        return index(demand).get(rack) >= demand.vcpus();
    }

    /**
     * Puts an instance on a host. The caller has seen {@link Shortage#NONE}.
     *
     * @return the numbers of its interfaces: the lowest free ones, rising
     * @throws IllegalStateException if the host is short of something
     */
    public int[] take(int hostId, Demand demand) {
        Shortage shortage = shortage(hostId, demand);
        if (shortage != Shortage.NONE) {
            throw new IllegalStateException("host " + hostId + " is short of " + shortage.label());
        }
        Slots slots = slots(demand.emulated());
        int[] taken = new int[demand.interfaces()];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = slots.takeLowest(hostId);
        }
        occupy(hostId, demand);
        return taken;
    }

    /** Puts an instance back where {@link #release} just took it from, on the same interfaces. */
    public void restore(int hostId, Demand demand, int[] slots) {
        for (int slot : slots) {
            slots(demand.emulated()).take(hostId, slot);
        }
        occupy(hostId, demand);
    }

    /** Takes an instance off its host; {@code slots} are all its interfaces there. */
    public void release(int hostId, Demand demand, int[] slots) {
        for (int slot : slots) {
            slots(demand.emulated()).giveBack(hostId, slot);
        }
        usedVcpus[hostId] -= demand.vcpus();
        if (--instances[hostId] == 0) {
            hardware[hostId] = OPEN;
        }
        reindex(hostId, instances[hostId] == 0);
    }

    /**
     * Takes one more interface of a host for an instance that runs there.
     *
     * @return its number, the lowest free one; -1 if there is none left
     */
    public int takeSlot(int hostId, boolean emulated) {
        if (freeSlots(hostId, kind(hostId), emulated) == 0) {
            return -1;
        }
        int slot = slots(emulated).takeLowest(hostId);
        reindex(hostId, false);
        return slot;
    }

    /** Gives one interface of an instance that runs on a host back. */
    public void releaseSlot(int hostId, boolean emulated, int slot) {
        slots(emulated).giveBack(hostId, slot);
        reindex(hostId, false);
    }

    private void occupy(int hostId, Demand demand) {
        boolean first = instances[hostId]++ == 0;
        hardware[hostId] = (byte) demand.hardware();
        usedVcpus[hostId] += demand.vcpus();
        reindex(hostId, first);
    }

    private Slots slots(boolean emulated) {
        return emulated ? emulatedInterfaces : virtualFunctions;
    }

    private int freeSlots(int hostId, EnhancedNetworking card, boolean emulated) {
        return emulated
                ? settings.slots(EnhancedNetworking.NONE) - emulatedInterfaces.used(hostId)
                : settings.slots(card) - virtualFunctions.used(hostId);
    }

    /** A bare-metal instance takes the whole host, whatever it needs of it. */
    private int freeVcpus(int hostId, Hypervisor hypervisor, EnhancedNetworking card) {
        return hypervisor == Hypervisor.BARE && instances[hostId] > 0 ? 0 : settings.vcpus(card) - usedVcpus[hostId];
    }

    private RackIndex index(Demand demand) {
        int kind = 2 * demand.hardware() + (demand.emulated() ? 1 : 0);
        if (indexes[kind] == null) {
            indexes[kind] = new RackIndex(region.rackCount());
            for (int rack = 0; rack < region.rackCount(); rack++) {
                reindex(kind, rack);
            }
        }
        return indexes[kind];
    }

    /** @param opened whether the host became open or stopped being so, which matters to every kind of instance */
    private void reindex(int hostId, boolean opened) {
        int rack = region.rackOf(hostId);
        int first = opened ? 0 : 2 * hardware[hostId];
        int end = opened ? indexes.length : first + 2;
        for (int kind = first; kind < end; kind++) {
            if (indexes[kind] != null) {
                reindex(kind, rack);
            }
        }
    }

    private void reindex(int kind, int rack) {
        int wanted = kind / 2;
        boolean emulated = kind % 2 == 1;
        Hypervisor hypervisor = Demand.hypervisorOf(wanted);
        EnhancedNetworking card = Demand.cardOf(wanted);
        int most = 0;
        int first = region.firstHostOfRack(rack);
        for (int host = first; host < first + region.hostsPerRack(); host++) {
            if ((hardware[host] == OPEN || hardware[host] == wanted) && freeSlots(host, card, emulated) > 0) {
                most = Math.max(most, freeVcpus(host, hypervisor, card));
            }
        }
        indexes[kind].set(rack, most);
    }
}
