package io.ringlane.benchmarks.placement;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.group.PlacementRequest;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.group.Strategy;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ten instances a host, of mixed types and groups, onto an empty region of three zones: milliseconds for all of them.
 *
 * <p>Of 20 instances one is in a spread group, two in a cluster group, four in a partition group, the rest in none. Spread
 * groups get 21 members, cluster groups 40, partition groups 200.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class PlacementBenchmark {

    private static final int ZONES = 3;
    private static final int HOSTS_A_RACK = 20;
    private static final int INSTANCES_A_HOST = 10;
    private static final int LEAST_RACKS =
            2; // of a data centre: with fewer a zone has no rack for each of seven partitions
    private static final int MAX_GROUPS = 480;
    private static final String CLUSTER_TYPE = "c5n.2xlarge"; // one for all members, as EC2 recommends
    private static final String[] TYPES = {
        "c5n.large",
        "m5.large",
        "t3.medium",
        "c5.xlarge",
        "m6i.large",
        "c4.xlarge",
        "m5.4xlarge",
        "r4.large",
        "m4.large",
        "c5n.9xlarge",
        "t2.medium",
        "i3.2xlarge",
        "c5.18xlarge"
    };

    /** About so many hosts, 480 at least: racks of 20, data centres of as many racks as make three zones of them; ten instances each. */
    @Param({"100", "1000", "10000", "100000"})
    public int hosts;

    private Region region;
    private HostSettings settings;
    private List<PlacementGroup> groups;
    private List<PlacementRequest> requests;

    /** The requests, the same each time; the region is made anew for each measurement. */
    @Setup(Level.Trial)
    public void setUp() {
        final int racksADataCentre = Math.max(LEAST_RACKS, hosts / (ZONES * 4 * HOSTS_A_RACK));
        region = new Region("r", ZONES, 4, racksADataCentre, HOSTS_A_RACK, 9001);
        settings = HostSettings.builtIn();
        groups = new ArrayList<>();
        requests = new ArrayList<>();
        final int[] counts = new int[3];
        final PlacementGroup[] open = new PlacementGroup[3];
        for (int i = 0; i < hosts * INSTANCES_A_HOST; i++) {
            final PlacementGroup group = group(i % 20, open, counts);
            final boolean isCluster = group != null && group.strategy() == Strategy.CLUSTER;
            final InstanceType type = Catalogue.builtIn().find(isCluster ? CLUSTER_TYPE : TYPES[i % TYPES.length]);
            requests.add(PlacementRequest.of("i-" + i, type).inGroup(group));
        }
    }

    private PlacementGroup group(final int lot, final PlacementGroup[] open, final int[] counts) {
        if (lot >= 7) {
            return null;
        }
        final int kind = lot == 0 ? 0 : lot < 3 ? 1 : 2;
        final int members = kind == 0 ? 21 : kind == 1 ? 40 : 200;
        if (counts[kind]++ % members == 0) {
            if (groups.size() == MAX_GROUPS) {
                counts[kind]--;
                return null;
            }
            final String name = "g" + groups.size();
            open[kind] = kind == 0
                    ? PlacementGroup.spread(name)
                    : kind == 1 ? PlacementGroup.cluster(name) : PlacementGroup.partition(name, 7);
            groups.add(open[kind]);
        }
        return open[kind];
    }

    /** The floor: hosts in turn, no rule but vCPUs, nothing kept but the count. */
    @Benchmark
    public int baselineHostsInTurn() {
        final int[] used = new int[region.hostCount()];
        int placed = 0;
        int host = 0;
        for (final PlacementRequest request : requests) {
            final int vcpus = request.type().vcpus();
            while (used[host] + vcpus > settings.vcpus(request.type().enhancedNetworking())) {
                host = (host + 1) % used.length;
            }
            used[host] += vcpus;
            host = (host + 1) % used.length;
            placed++;
        }
        return checked(placed);
    }

    private record Free(int host, int vcpus) {}

    /** A scheduler's usual structure: hosts in a tree by free vCPUs, the tightest fit; no groups, cards or interfaces. */
    @Benchmark
    public int bestFitTreeSet() {
        final TreeSet<Free> free =
                new TreeSet<>(Comparator.comparingInt(Free::vcpus).thenComparingInt(Free::host));
        for (int host = 0; host < region.hostCount(); host++) {
            free.add(new Free(host, settings.vcpus(requests.get(0).type().enhancedNetworking())));
        }
        int placed = 0;
        for (final PlacementRequest request : requests) {
            final int vcpus = request.type().vcpus();
            final Free tightest = free.ceiling(new Free(0, vcpus));
            free.remove(tightest);
            free.add(new Free(tightest.host(), tightest.vcpus() - vcpus));
            placed++;
        }
        return checked(placed);
    }

    /** Ours, one request a call. */
    @Benchmark
    public int placer() {
        final Placer placer = placerWithGroups();
        int placed = 0;
        for (final PlacementRequest request : requests) {
            placed += placer.place(request).hostId() >= 0 ? 1 : 0;
        }
        return checked(placed);
    }

    /** Ours, all in one call, all or none. */
    @Benchmark
    public int placerInOneBatch() {
        final List<Placement> placements = placerWithGroups().placeAll(requests);
        return checked(placements.size());
    }

    private Placer placerWithGroups() {
        final Placer placer = new Placer(region, settings, 42);
        groups.forEach(placer.groups()::create);
        return placer;
    }

    private int checked(final int placed) {
        if (placed != hosts * INSTANCES_A_HOST) {
            throw new IllegalStateException("placed " + placed + ", not " + hosts * INSTANCES_A_HOST);
        }
        return placed;
    }
}
