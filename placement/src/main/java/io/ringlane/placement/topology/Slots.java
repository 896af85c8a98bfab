package io.ringlane.placement.topology;

import java.util.BitSet;

/** Which numbered interfaces of each host are taken. */
final class Slots {
    private final BitSet[] taken; // null until a host has any
    private final int[] used;

    Slots(int hosts) {
        this.taken = new BitSet[hosts];
        this.used = new int[hosts];
    }

    int used(int hostId) {
        return used[hostId];
    }

    int takeLowest(int hostId) {
        int slot = taken[hostId] == null ? 0 : taken[hostId].nextClearBit(0);
        take(hostId, slot);
        return slot;
    }

    void take(int hostId, int slot) {
        if (taken[hostId] == null) {
            taken[hostId] = new BitSet();
        }
        if (taken[hostId].get(slot)) {
            throw new IllegalStateException("interface " + slot + " of host " + hostId + " is taken already");
        }
        taken[hostId].set(slot);
        used[hostId]++;
    }

    void giveBack(int hostId, int slot) {
        if (taken[hostId] == null || !taken[hostId].get(slot)) {
            throw new IllegalStateException("interface " + slot + " of host " + hostId + " is not taken");
        }
        taken[hostId].clear(slot);
        used[hostId]--;
    }
}
