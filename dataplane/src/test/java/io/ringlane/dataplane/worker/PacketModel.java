package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.pipeline.PacketObserver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What should have become of packets: every one that was accepted ends once, under one reason, at the port that sent it. */
final class PacketModel implements PacketObserver {

    /** Stands for destination and flow of a frame that belongs to no flow of the test. */
    static final int STRANGE = 15;

    private static final int FLOW_MASK = 0xFFFF;

    private final long seed;
    private final long[] acceptedByPort;
    private final long[] deliveredByPort;
    private final long[][] droppedByPort;
    private final Set<Long> travelling = new HashSet<>();
    private final Map<Long, long[]> byFlow = new HashMap<>(); // accepted, delivered, dropped

    PacketModel(final long seed, final int ports) {
        this.seed = seed;
        this.acceptedByPort = new long[ports];
        this.deliveredByPort = new long[ports];
        this.droppedByPort = new long[ports][DropReason.count()];
    }

    /** A packet's tag; its low 16 bits name the flow. */
    static long tag(final long number, final int from, final int to, final int flow) {
        return number << 16 | (long) from << 10 | (long) to << 4 | flow;
    }

    void onAccepted(final long tag) {
        assertThat(travelling.add(tag)).isTrue();
        acceptedByPort[from(tag)]++;
        flow(tag)[0]++;
    }

    @Override
    public void onPacket(final long timeNs, final int port, final long tag, final int lengthBytes, final int outcome) {
        assertThat(travelling.remove(tag))
                .as("seed %d: packet %x ends that is not on its way: doubled, or made up", seed, tag)
                .isTrue();
        assertThat(port).as("seed %d: port of packet %x", seed, tag).isEqualTo(from(tag));
        if (outcome == DELIVERED) {
            deliveredByPort[port]++;
            flow(tag)[1]++;
        } else {
            droppedByPort[port][outcome]++;
            flow(tag)[2]++;
        }
    }

    int travelling() {
        return travelling.size();
    }

    long accepted(final int port) {
        return acceptedByPort[port];
    }

    long delivered(final int port) {
        return deliveredByPort[port];
    }

    long dropped(final int port, final DropReason reason) {
        return droppedByPort[port][reason.ordinal()];
    }

    long acceptedOf(final long tag) {
        return flow(tag)[0];
    }

    long deliveredOf(final long tag) {
        return flow(tag)[1];
    }

    long droppedOf(final long tag) {
        return flow(tag)[2];
    }

    private static int from(final long tag) {
        return (int) (tag >>> 10) & 0x3F;
    }

    private long[] flow(final long tag) {
        return byFlow.computeIfAbsent(tag & FLOW_MASK, key -> new long[3]);
    }
}
