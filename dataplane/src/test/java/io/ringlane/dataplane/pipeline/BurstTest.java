package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.DeviceCounters;
import io.ringlane.dataplane.nic.PhysicalFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A burst fares as its packets would one by one: the same network twice, with the same packets at the same times, once
 * taken in bursts and once a packet a turn. Every failure names its seed.
 *
 * <p>Each receiver but the one beside the sender has a card of its own: where two queues share a cap, which packet of a
 * burst comes first is for the worker to choose.
 */
class BurstTest {

    private static final int PORTS = 4;
    private static final int STEPS = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
    void shouldFareAsItsPacketsOneByOne(final long seed) {
        final List<String> inBursts = new ArrayList<>();
        final List<String> oneByOne = new ArrayList<>();
        final String countersInBursts = run(seed, true, inBursts);
        final String countersOneByOne = run(seed, false, oneByOne);

        inBursts.sort(null);
        oneByOne.sort(null);
        assertThat(inBursts).as("seed %d: ends of packets", seed).isEqualTo(oneByOne);
        assertThat(countersInBursts).as("seed %d: counters", seed).isEqualTo(countersOneByOne);
    }

    private static String run(final long seed, final boolean bursts, final List<String> ends) {
        final Random random = new Random(seed);
        final TestNetwork network = new TestNetwork(1, 1024, path(random), 1514);
        network.watch((timeNs, port, tag, lengthBytes, outcome) ->
                ends.add(tag + ": " + lengthBytes + " bytes, " + outcome + " at " + timeNs + " ns"));
        final PhysicalFunction sendersCard = network.card(0, lineBitsPerSecond(random));
        for (int port = 0; port < PORTS; port++) {
            network.port(
                    port < 2 ? sendersCard : network.card(0, lineBitsPerSecond(random)),
                    new Allowances(allowances(random)),
                    256,
                    port == 0 ? 1 : 1 + random.nextInt(100));
        }
        long tag = 0;
        for (int step = 0; step < STEPS; step++) {
            final int inside = random.nextInt(3); // none of a burst inside the card, some, all
            for (int packets = random.nextInt(random.nextBoolean() ? 4 : Pipeline.BURST + 1); packets > 0; packets--) {
                final int to = inside == 0 || inside == 1 && random.nextBoolean() ? 2 + random.nextInt(PORTS - 2) : 1;
                network.send(0, to, random.nextInt(3), lengthBytes(random), tag++);
                if (!bursts) {
                    network.dataPlane.turn();
                }
            }
            network.dataPlane.turn();
            if (random.nextInt(8) == 0) {
                network.changePath(path(random));
            }
            network.runTo(network.clock.nanoTime() + pauseNs(random));
            for (int port = 1; port < PORTS; port++) {
                network.receive(port, (memory, offset, length, descriptor) -> {}, random.nextInt(40));
            }
        }
        network.drain();
        return counters(network);
    }

    private static String counters(final TestNetwork network) {
        final StringBuilder counters = new StringBuilder();
        network.ports.forEach(port ->
                counters.append(new TreeMap<>(DeviceCounters.read(port))).append('\n'));
        network.dataPlane
                .pipeline(0)
                .forEachFlow((word0, word1, sent, dropped, inFlight, bytes) -> counters.append(
                        String.format("%x %x: %d %d %d %d%n", word0, word1, sent, dropped, inFlight, bytes)));
        return counters.toString();
    }

    private static Path path(final Random random) {
        return new Path(
                random.nextInt(2) * 1_000_000_000L * (1 + random.nextInt(10)),
                random.nextInt(10_000),
                random.nextInt(4) == 0 ? random.nextInt(5_000) : 0,
                0,
                9001);
    }

    /** None, a real one, or one so fast that short packets cost it less than a nanosecond: some bursts pass at once. */
    private static long lineBitsPerSecond(final Random random) {
        final long gigabit = 1_000_000_000L;
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> gigabit * (1 + random.nextInt(40));
            default -> gigabit * (1_000 + random.nextInt(1_000));
        };
    }

    private static int lengthBytes(final Random random) {
        return random.nextInt(4) == 0 ? 1_514 : 60 + random.nextInt(60);
    }

    private static int pauseNs(final Random random) {
        return random.nextInt(new int[] {3, 50, 2_000, 20_000}[random.nextInt(4)]);
    }

    /** Often a packet allowance with a burst: the cap that lets a burst pass while the next one does not. */
    private static Allowances.Settings allowances(final Random random) {
        final long rate = random.nextInt(2) * 1_000_000_000L * (1 + random.nextInt(10));
        return new Allowances.Settings(
                rate,
                rate * (1 + random.nextInt(2)),
                rate,
                rate * (1 + random.nextInt(2)),
                1_000_000,
                random.nextInt(3) == 0 ? 0 : 1_000_000 * (1 + random.nextInt(20)),
                random.nextInt(20_000),
                random.nextInt(10_000));
    }
}
