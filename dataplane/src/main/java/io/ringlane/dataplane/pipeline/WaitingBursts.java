package io.ringlane.dataplane.pipeline;

import static io.ringlane.core.frame.FrameLayout.ACCEPTED_OFFSET;
import static io.ringlane.core.frame.FrameLayout.DUE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.LONGEST_WAIT_OFFSET;
import static io.ringlane.core.frame.FrameLayout.STAGE_OFFSET;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.time.TimingWheel;
import java.util.Arrays;

/**
 * Packets on a path with a delay. Those of a burst that are due at the same time wait together: they take one place in the
 * timing wheel, that of the first one's frame, so that the wheel costs a burst what it cost a packet.
 *
 * <p>They lie in a list of entries, apart from their frames, which are a page each:
 *
 * <pre>
 *   word 0   descriptor
 *   word 1   state of the flow record, with the packet's own route
 *   word 2   flow record (high 32) | layer-2 length without FCS (low 32)
 *   word 3   of the first: port (31), phase (1) | next entry, or {@link #NONE} (low 32)
 * </pre>
 *
 * <p>Order: packets that are due together leave in the order in which they were added, as the wheel would have them leave,
 * provided that {@link #close} comes before anything else is scheduled.
 *
 * <p>One a worker, its thread only. Allocates while more packets wait than ever before.
 */
final class WaitingBursts {

    /** No entry. */
    static final int NONE = -1;

    private static final int FIRST_ENTRIES = 1024;
    private static final int GROUPS_SEARCHED =
            8; // the latest, so that a burst of 32 due times is not compared 500 times
    private static final int WORDS_SHIFT = 2;
    private static final int LEADS = 1 << 31; // in a frame's stage: below it is its packet's entry
    private static final long LOW_MASK = 0xFFFF_FFFFL;

    private final FrameRegion region;
    private final TimingWheel wheel;
    private final Transit lone;
    private long[] words = new long[0];
    private int firstFree = NONE;

    // Those that the present burst has begun.
    private final long[] dues = new long[Burst.SIZE];
    private final int[] leaders = new int[Burst.SIZE]; // entries
    private final int[] tails = new int[Burst.SIZE];
    private int open;

    private int followers; // packets that wait without being in the wheel
    private int takenPort;
    private int takenPhase;

    WaitingBursts(final FrameRegion region, final TimingWheel wheel) {
        this.region = region;
        this.wheel = wheel;
        this.lone = new Transit(region);
    }

    /**
     * Adds a packet of the present burst that has not waited before.
     *
     * @param port it entered through, the same for all of the burst
     * @param phase of its worker, the same for all of the burst
     * @param nowNs the present
     * @param dueNs when it arrives, after {@code nowNs}
     */
    void add(final Burst burst, final int packet, final int port, final int phase, final long nowNs, final long dueNs) {
        final long descriptor = burst.descriptors[packet];
        final int frame = Descriptor.frame(descriptor);
        final byte[] memory = region.memory(frame);
        final int metadata = region.metadata(frame);
        Bytes.putLong(memory, metadata + DUE_OFFSET, dueNs);
        Bytes.putLong(memory, metadata + ACCEPTED_OFFSET, nowNs);
        Bytes.putLong(memory, metadata + LONGEST_WAIT_OFFSET, 0); // at no cap
        if (firstFree == NONE) {
            grow();
        }
        final int entry = firstFree;
        final long[] words = this.words;
        final int base = entry << WORDS_SHIFT;
        firstFree = (int) words[base + 3];
        words[base] = Descriptor.of(frame, Descriptor.lengthBytes(descriptor), Descriptor.WAITED);
        words[base + 1] = burst.states[packet];
        words[base + 2] = (long) burst.records[packet] << 32 | burst.wires[packet];
        words[base + 3] = (long) (port << 1 | phase) << 32 | NONE & LOW_MASK;
        int group = open - 1;
        final int last = Math.max(0, open - GROUPS_SEARCHED);
        while (group >= last && dues[group] != dueNs) {
            group--;
        }
        if (group >= last) {
            final int link = (tails[group] << WORDS_SHIFT) + 3;
            words[link] = words[link] & ~LOW_MASK | entry;
            tails[group] = entry;
            followers++;
        } else {
            dues[open] = dueNs;
            leaders[open] = entry;
            tails[open] = entry;
            open++;
        }
    }

    /** Lets those added since the last time wait; before anything else is scheduled, and at the end of a burst. */
    void close() {
        for (int i = 0; i < open; i++) {
            final int leader = leaders[i];
            final int frame = Descriptor.frame(words[leader << WORDS_SHIFT]);
            if (leader == tails[i]) {
                leaveAlone(leader);
            } else {
                Bytes.putInt(region.memory(frame), region.metadata(frame) + STAGE_OFFSET, LEADS | leader);
            }
            wheel.schedule(frame, dues[i]);
        }
        open = 0;
    }

    /** A packet that is due alone waits as any other: the stages of one packet are quicker for it than a burst's loops. */
    private void leaveAlone(final int entry) {
        final int base = entry << WORDS_SHIFT;
        final int portAndPhase = (int) (words[base + 3] >>> 32);
        lone.enter(
                words[base],
                (int) words[base + 2],
                (int) (words[base + 2] >>> 32),
                words[base + 1],
                portAndPhase >>> 1);
        lone.setNext(Transit.INBOUND);
        lone.setWaited(portAndPhase & 1);
        words[base + 3] = firstFree & LOW_MASK;
        firstFree = entry;
    }

    /** The entry of a frame's packet that came out of the wheel, if it leads others; else {@link #NONE}. */
    int leader(final int frame) {
        final int stage = Bytes.getInt(region.memory(frame), region.metadata(frame) + STAGE_OFFSET);
        return stage < 0 ? stage & ~LEADS : NONE;
    }

    /**
     * Takes out the packets that waited together.
     *
     * @param leader the first one's entry
     * @return how many they are; they lie in the burst from 0 on
     */
    int take(final int leader, final Burst burst) {
        final long[] words = this.words;
        final long[] descriptors = burst.descriptors;
        final long[] states = burst.states;
        final int[] records = burst.records;
        final int[] wires = burst.wires;
        final int portAndPhase = (int) (words[(leader << WORDS_SHIFT) + 3] >>> 32);
        takenPort = portAndPhase >>> 1;
        takenPhase = portAndPhase & 1;
        int count = 0;
        int entry = leader;
        int last;
        do {
            final int base = entry << WORDS_SHIFT;
            descriptors[count] = words[base];
            states[count] = words[base + 1];
            records[count] = (int) (words[base + 2] >>> 32);
            wires[count] = (int) words[base + 2];
            count++;
            last = base + 3;
            entry = (int) words[last];
        } while (entry != NONE);
        words[last] = firstFree & LOW_MASK;
        firstFree = leader;
        followers -= count - 1;
        return count;
    }

    /** Index of the port through which those taken last entered. */
    int takenPort() {
        return takenPort;
    }

    /** In which phase those taken last began to wait. */
    int takenPhase() {
        return takenPhase;
    }

    /** Packets that wait beyond those in the wheel. */
    int followers() {
        return followers;
    }

    private void grow() {
        final int known = words.length >>> WORDS_SHIFT;
        final int more = Math.max(FIRST_ENTRIES, known);
        words = Arrays.copyOf(words, known + more << WORDS_SHIFT);
        for (int entry = known; entry < known + more; entry++) {
            words[(entry << WORDS_SHIFT) + 3] = entry + 1;
        }
        words[words.length - 1] = NONE & LOW_MASK;
        firstFree = known;
    }
}
