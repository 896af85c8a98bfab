package io.ringlane.benchmarks.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.packet.IpProtocol;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A packet of a known flow allocates nothing, on whichever way it takes. */
class DatapathAllocationTest {

    private static final int PACKETS = 1_000_000;
    private static final int FLOWS = 1024;
    private static final int BURST = 32;

    private static Object escape;

    @BeforeAll
    static void warmUpTheMeter() {
        for (int i = 0; i < 100; i++) {
            AllocationMeter.allocatedBytes();
        }
    }

    @Test
    void shouldSeeASmallAllocation() {
        final long before = AllocationMeter.allocatedBytes();
        escape = new byte[16];
        assertThat(AllocationMeter.allocatedBytes() - before).isGreaterThanOrEqualTo(32);
        escape = null;
    }

    @ParameterizedTest
    @CsvSource({
        "17, all, 0, false, false",
        "6, all, 0, true, false",
        "17, all, 25000, false, false",
        "17, ec2, 0, false, false",
        "17, half, 0, false, false",
        "17, all, 0, false, true"
    })
    void shouldAllocateNothingForAMillionPackets(
            final int protocol,
            final String caps,
            final long delayNs,
            final boolean isRouted,
            final boolean isByWorker) {
        assertThat(protocol).isIn(IpProtocol.UDP, IpProtocol.TCP);
        try (Datapath datapath =
                new Datapath(new Load(protocol, 60, FLOWS, BURST, delayNs, CapSet.named(caps), isRouted))) {
            // A branch taken for the first time links its call sites, which allocates a few bytes once: the first
            // million
            // may show that, and one of the next must show nothing. What is allocated by packet, burst or turn never
            // stops.
            long bytes = allocatedBy(datapath, isByWorker);
            for (int i = 0; i < 3 && bytes != 0; i++) {
                bytes = allocatedBy(datapath, isByWorker);
            }
            assertThat(bytes)
                    .as("bytes allocated while %d packets went through", PACKETS)
                    .isZero();
            datapath.verify();
        }
    }

    private static long allocatedBy(final Datapath datapath, final boolean isByWorker) {
        final long before = AllocationMeter.allocatedBytes();
        int left = PACKETS;
        while (left > 0) {
            left -= isByWorker ? datapath.workerRound() : datapath.round();
        }
        return AllocationMeter.allocatedBytes() - before;
    }
}
