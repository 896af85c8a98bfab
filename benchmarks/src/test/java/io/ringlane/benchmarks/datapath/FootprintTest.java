package io.ringlane.benchmarks.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.ring.ExchangeRing;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import io.ringlane.dataplane.pipeline.Router;
import io.ringlane.dataplane.worker.DataPlane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a flow and an idle port cost in memory. */
class FootprintTest {

    private static final int LINE_BYTES = 64;
    private static final int IDLE_FUNCTION_BYTES = 4096;
    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int FRAME_NUMBER_BYTES = 4;

    private static Object escape;

    // Just past the doubling of the index and the start of a chunk of records as well as in between.
    @ParameterizedTest
    @ValueSource(ints = {100_000, 131_073, 200_000})
    void shouldTakeARecordAnIpv4FlowAndAtMostAsMuchAgain(final int flows) {
        final double bytes = bytesAFlow(flows, false);
        assertThat(bytes).as("bytes an IPv4 flow at %d flows", flows).isBetween(64.0, 128.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 131_073, 200_000})
    void shouldTakeOneLineMoreAnIpv6Flow(final int flows) {
        final double bytes = bytesAFlow(flows, true);
        assertThat(bytes).as("bytes an IPv6 flow at %d flows", flows).isBetween(128.0, 128.0 + LINE_BYTES);
    }

    private static double bytesAFlow(final int flows, final boolean isIpv6) {
        final Route[] routes = new Route[1];
        try (DataPlane plane = DataPlane.builder()
                .clock(new VirtualClock())
                .framesAWorker(64)
                .flowsAWorker(2 * flows)
                .router(new OneWay(routes))
                .build()) {
            final PhysicalFunction card = plane.addCard("card", DeviceModel.ENA, 0, 0, 0, 0);
            final VirtualFunction from = plane.addFunction(card, "from", config(0x0200_0000_1000L, 256));
            final VirtualFunction to = plane.addFunction(card, "to", config(0x0200_0000_2000L, 256));
            routes[0] = plane.routes().to(to, new RoutePath(0, 0, 0, 0, 9001, false));
            final long empty = plane.pipeline(0).flowTableBytes();
            final FrameBuilder frames = new FrameBuilder().macs(from.mac(), to.mac());
            final QueuePair outbox = from.queuePair(0);
            final long[] descriptors = new long[1];
            for (int flow = 0; flow < flows; flow++) {
                if (isIpv6) {
                    frames.ipv6(0xFD00_0000_0000_0000L, flow, 0xFD00_0000_0000_0000L, 1);
                } else {
                    frames.ipv4(0x0A000000 | flow, 0x0B000001);
                }
                frames.udp(1024, 4789);
                final int frame = outbox.take();
                frames.write(plane.region().memory(frame), plane.region().data(frame), 80);
                assertThat(outbox.transmit(frame, 80)).isTrue();
                outbox.flush();
                plane.turn();
                ((VirtualClock) plane.clock()).advanceTo(plane.clock().nanoTime() + 1_000);
                plane.turn();
                assertThat(to.queuePair(0).poll(descriptors, 0, 1)).isOne();
                to.queuePair(0).post(Descriptor.frame(descriptors[0]));
                to.queuePair(0).publishPosts();
            }
            assertThat(plane.pipeline(0).flows()).isEqualTo(flows);
            return (double) (plane.pipeline(0).flowTableBytes() - empty) / flows;
        }
    }

    /** Everything that making a port allocates, even what is garbage at once, is held against the bound. */
    @ParameterizedTest
    @ValueSource(ints = {256, 1024})
    void shouldKeepAnIdleFunctionWithin4KiBBeyondItsRingsAndFrames(final int slots) {
        final VirtualFunctionConfig config = config(0x0200_0000_1000L, slots);
        try (DataPlane plane = DataPlane.builder()
                .clock(new VirtualClock())
                .maxFrameBytes(128)
                .router(new OneWay(new Route[1]))
                .build()) {
            final PhysicalFunction card = plane.addCard("card", DeviceModel.ENA, 0, 100_000_000_000L, 0, 0);
            long least = Long.MAX_VALUE; // a function that opens a new chunk of frames allocates that too
            for (int i = 0; i < 50; i++) {
                final long before = AllocationMeter.allocatedBytes();
                card.create(i, "idle", config).open();
                least = Math.min(least, AllocationMeter.allocatedBytes() - before);
            }
            final long rings = ringBytes(slots) * 2;
            final long frameNumbers = ARRAY_HEADER_BYTES + FRAME_NUMBER_BYTES * 2L * slots; // the sender's free frames
            assertThat(least - rings - frameNumbers)
                    .as("bytes of an idle function beyond %d of rings and %d of frame numbers", rings, frameNumbers)
                    .isBetween(0L, (long) IDLE_FUNCTION_BYTES);
        }
    }

    @Test
    void shouldTakeHalfAKilobyteForAFunctionThatNobodyUses() {
        final VirtualFunctionConfig config = config(0x0200_0000_1000L, 1024);
        try (DataPlane plane = DataPlane.builder()
                .clock(new VirtualClock())
                .maxFrameBytes(128)
                .router(new OneWay(new Route[1]))
                .build()) {
            final PhysicalFunction card = plane.addCard("card", DeviceModel.ENA, 0, 100_000_000_000L, 0, 0);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 50; i++) {
                final long before = AllocationMeter.allocatedBytes();
                card.create(i, "idle", config);
                least = Math.min(least, AllocationMeter.allocatedBytes() - before);
            }
            assertThat(least).as("bytes of a function without queues").isBetween(1L, 512L);
        }
    }

    @Test
    void shouldMeasureARingAsItsSlotsAndAFewLines() {
        assertThat(ringBytes(1024)).isBetween(8L * 1024, 8L * 1024 + 1024);
    }

    private static long ringBytes(final int slots) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            final long before = AllocationMeter.allocatedBytes();
            escape = new ExchangeRing(slots);
            least = Math.min(least, AllocationMeter.allocatedBytes() - before);
        }
        escape = null;
        return least;
    }

    private static VirtualFunctionConfig config(final long mac, final int slots) {
        return VirtualFunctionConfig.defaults(DeviceModel.ENA, mac, new Allowances(Allowances.UNLIMITED))
                .withRings(slots, slots)
                .withChecks(true, false);
    }

    /** Every flow takes the one route. */
    private record OneWay(Route[] routes) implements Router {

        @Override
        public Route routeIpv4(
                final VirtualFunction ingress, final int source, final int destination, final long word1) {
            return routes[0];
        }

        @Override
        public Route routeIpv6(
                final VirtualFunction ingress,
                final long sourceHigh,
                final long sourceLow,
                final long destinationHigh,
                final long destinationLow,
                final long word1) {
            return routes[0];
        }
    }
}
