package io.ringlane.benchmarks.placement;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.GuestInterface;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.path.PathEnd;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;
import io.ringlane.placement.path.PathSettings;
import io.ringlane.placement.topology.Region;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The path profile of two random hosts: nanoseconds a lookup. The draw of the two is part of every figure, and is all
 * that the floor does besides reading a profile at a known place.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class PathProfileBenchmark {

    private static final int LOOKUPS = 1024;
    private static final int TCP = 6;
    private static final int ZONES = 4;
    private static final int DATA_CENTRES = 20; // of all zones
    private static final int HOSTS_A_RACK = 20;
    private static final int[] SMALL = {0, 1, 2, 4, 8
    }; // hosts by how far from the first, where two make a rack and so on
    private static final int ENDS = 1024; // instances at hand; more would measure the memory they lie in
    private static final int PAIRS = 65_536; // what the map remembers

    @Param({"1000", "10000", "100000", "1000000"})
    public int hosts;

    private final PathProfile[] known = new PathProfile[64];
    private final PathEnd[] ends = new PathEnd[ENDS];
    private final Map<Long, PathProfile> remembered = new HashMap<>();
    private PathProfiles profiles;
    private InstanceType type;
    private GuestInterface nic;
    private PlacementGroup group;
    private PathProfiles small;
    private long random = 0x2545F4914F6CDD1DL;
    private long randomOfLast; // where the last invocation began to draw
    private long sumOfLast;
    private LongSupplier again; // one lookup of the last invocation's, done another way
    private final LongSupplier knownAgain = () -> known[(draw() ^ draw()) & 63].delayNs();
    private final LongSupplier pairsAgain = () -> expectedNs(drawEnd(256), drawEnd(256), false);
    private final LongSupplier hostsAgain = () -> expectedNs(draw(), draw());
    private final LongSupplier endsAgain = () -> expectedNs(drawEnd(ENDS), drawEnd(ENDS), true);

    /** A region of about {@code hosts}, in four zones. */
    @Setup
    public void setUp() {
        final Region region =
                new Region("r", ZONES, DATA_CENTRES / ZONES, hosts / DATA_CENTRES / HOSTS_A_RACK, HOSTS_A_RACK, 9001);
        profiles = new PathProfiles(region, PathSettings.builtIn());
        small = new PathProfiles(new Region("r", 2, 2, 2, 2, 9001), PathSettings.builtIn());
        type = Catalogue.builtIn().find("c6gn.16xlarge");
        group = PlacementGroup.cluster("hpc");
        nic = GuestInterface.of(type, Image.MODERN);
        for (int i = 0; i < known.length; i++) {
            known[i] = between(draw(), draw());
        }
        for (int i = 0; i < ENDS; i++) {
            ends[i] = new PathEnd(
                    new Placement("i" + i, type, nic, i % 2 == 0 ? group : null, 0, draw(), 0), EnaExpress.TCP);
        }
        for (int i = 0; i < PAIRS; i++) {
            final int a = i >>> 8;
            final int b = i & 255;
            remembered.put(
                    pair(ends[a].placement().hostId(), ends[b].placement().hostId()),
                    between(ends[a].placement().hostId(), ends[b].placement().hostId()));
        }
    }

    /** The last invocation's sum is that of the same draws, with each delay taken from a region of a few hosts. */
    @TearDown
    public void tearDown() {
        random = randomOfLast;
        long sum = 0;
        for (int i = 0; i < LOOKUPS; i++) {
            sum += again.getAsLong();
        }
        if (sum != sumOfLast) {
            throw new IllegalStateException("delays of " + sumOfLast + " ns in all, not " + sum);
        }
    }

    private Placement drawEnd(final int of) {
        return ends[draw() & of - 1].placement();
    }

    /** Between instances of our type, in the groups and with ENA Express of these two, or without either. */
    private long expectedNs(final Placement a, final Placement b, final boolean isWhole) {
        return isWhole
                ? expectedNs(a.hostId(), b.hostId(), a.group(), b.group(), EnaExpress.TCP)
                : expectedNs(a.hostId(), b.hostId());
    }

    private long expectedNs(final int a, final int b) {
        return expectedNs(a, b, null, null, EnaExpress.OFF);
    }

    private long expectedNs(
            final int a,
            final int b,
            final PlacementGroup groupA,
            final PlacementGroup groupB,
            final EnaExpress express) {
        return small.between(end(0, groupA, express), end(SMALL[relation(a, b)], groupB, express), TCP)
                .delayNs();
    }

    /** By the definition: how many of host, rack, data centre and zone are others. */
    private int relation(final int a, final int b) {
        final int dataCentre = HOSTS_A_RACK * (hosts / HOSTS_A_RACK / DATA_CENTRES);
        int others = 0;
        for (final int each : new int[] {1, HOSTS_A_RACK, dataCentre, DATA_CENTRES / ZONES * dataCentre}) {
            others += a / each == b / each ? 0 : 1;
        }
        return others;
    }

    private PathEnd end(final int host, final PlacementGroup of, final EnaExpress express) {
        return new PathEnd(new Placement("i", type, nic, of, 0, host, 0), express);
    }

    private int draw() {
        long x = random;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        random = x;
        return (int) ((x >>> 32) * hosts >>> 32);
    }

    private PathProfile between(final int a, final int b) {
        return profiles.between(a, b, group, null, type, type);
    }

    private static long pair(final int a, final int b) {
        return (long) a << 32 | b;
    }

    private long checked(final long began, final long sum, final LongSupplier expected) {
        randomOfLast = began;
        sumOfLast = sum;
        again = expected;
        return sum;
    }

    /** The floor: two draws, and a profile at a known place. */
    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public long baselineKnownPlace() {
        final long began = random;
        long sum = 0;
        for (int i = 0; i < LOOKUPS; i++) {
            sum += known[(draw() ^ draw()) & 63].delayNs();
        }
        return checked(began, sum, knownAgain);
    }

    /** The usual way: a map of the pairs met so far, here all of 256 instances. */
    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public long javaHashMap() {
        final long began = random;
        long sum = 0;
        for (int i = 0; i < LOOKUPS; i++) {
            final Placement a = ends[draw() & 255].placement();
            final Placement b = ends[draw() & 255].placement();
            sum += remembered.get(pair(a.hostId(), b.hostId())).delayNs();
        }
        return checked(began, sum, pairsAgain);
    }

    /** Ours, by host ids. */
    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public long hostIds() {
        final long began = random;
        long sum = 0;
        for (int i = 0; i < LOOKUPS; i++) {
            sum += between(draw(), draw()).delayNs();
        }
        return checked(began, sum, hostsAgain);
    }

    /** Ours, by instances, with the conditions of ENA Express. */
    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public long instancesWithEnaExpress() {
        final long began = random;
        long sum = 0;
        for (int i = 0; i < LOOKUPS; i++) {
            sum += profiles.between(ends[draw() & ENDS - 1], ends[draw() & ENDS - 1], TCP)
                    .delayNs();
        }
        return checked(began, sum, endsAgain);
    }
}
