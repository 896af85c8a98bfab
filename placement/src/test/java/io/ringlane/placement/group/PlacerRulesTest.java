package io.ringlane.placement.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.placement.PlacementException;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random launches, stops, starts, moves, interfaces and terminations in a small, crowded region, each compared with
 * {@link SlowRules}: no rule is ever broken, one instance is refused only if no host is left for it, and a call that
 * fails changes nothing.
 */
class PlacerRulesTest {
    private static final Region REGION = new Region("r", 2, 2, 4, 2, 9001);
    private static final HostSettings SETTINGS =
            HostSettings.builtIn().with("small.csv", "kind, slots, vcpus\nena, 5, 16\n82599, 4, 16\nnone, 3, 16\n");
    private static final SlowRules RULES = new SlowRules(REGION, SETTINGS);
    private static final List<InstanceType> TYPES = List.of(
            Catalogue.builtIn().find("c5n.large"),
            Catalogue.builtIn().find("c5n.4xlarge"),
            Catalogue.builtIn().find("r4.large"),
            Catalogue.builtIn().find("c4.xlarge"),
            Catalogue.builtIn().find("t2.medium"));
    private static final List<PlacementGroup> GROUPS = List.of(
            PlacementGroup.cluster("c1"),
            PlacementGroup.cluster("c2"),
            PlacementGroup.partition("p3", 3),
            PlacementGroup.partition("p7", 7),
            PlacementGroup.spread("s1"),
            PlacementGroup.spread("s2"));
    private static final Image BARE = new Image("bare", true, Set.of());

    /** What is known of an instance besides where it runs. */
    private record Known(PlacementRequest request, int zone, int partition) {}

    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Map<String, Integer> interfaces = new HashMap<>();
    private Placer placer;
    private Random random;
    private int launches;
    private int accepted;

    @Property(tries = 60)
    void shouldNeverBreakARuleNorChangeAnythingWhenItFails(@ForAll long seed, @ForAll @IntRange(max = 3) int start) {
        placer = new Placer(REGION, SETTINGS, start);
        GROUPS.forEach(placer.groups()::create);
        random = new Random(seed);
        known.clear(); // tries share this object
        interfaces.clear();
        accepted = 0;
        for (int step = 0; step < 120; step++) {
            try {
                step();
                RULES.assertKept(placer.placements(), interfaces);
                assertSizes();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
            }
        }
        assertThat(accepted).as("calls that worked, seed %d", seed).isPositive();
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> launchOne();
            case 3, 4 -> launchBatch();
            case 5 -> known.keySet().stream().skip(pick()).findFirst().ifPresent(this::stop);
            case 6 -> startOne();
            case 7 -> startGroup();
            case 8 -> change();
            default -> known.keySet().stream().skip(pick()).findFirst().ifPresent(this::terminate);
        }
    }

    private int pick() {
        return known.isEmpty() ? 0 : random.nextInt(known.size());
    }

    private PlacementRequest request() {
        PlacementGroup group = random.nextInt(3) == 0 ? null : GROUPS.get(random.nextInt(GROUPS.size()));
        InstanceType type = TYPES.get(random.nextInt(group != null && group.strategy() == Strategy.CLUSTER ? 4 : 5));
        int partition = group != null && group.partitions() > 0 && random.nextBoolean()
                ? 1 + random.nextInt(group.partitions())
                : 0;
        return PlacementRequest.of("i" + launches++, type)
                .withImage(random.nextInt(5) == 0 ? BARE : Image.MODERN)
                .withInterfaces(1 + random.nextInt(2))
                .inGroup(group)
                .inPartition(partition)
                .inZone(random.nextInt(3) == 0 ? REGION.zoneName(random.nextInt(2)) : null);
    }

    private void launchOne() {
        PlacementRequest request = request();
        int bound = boundZone(request.group());
        int asked = request.zone() == null ? -1 : REGION.zone(request.zone());
        Set<Integer> possible = RULES.hostsFor(
                request,
                request.interfaces(),
                request.partition(),
                asked >= 0 ? asked : bound,
                placer.placements(),
                interfaces);
        boolean isElsewhere = asked >= 0 && bound >= 0 && asked != bound;
        String code = attempt(() -> placer.place(request));
        if (code == null) {
            Placement placement = placementOf(request.instance());
            assertThat(isElsewhere).isFalse();
            assertThat(possible).contains(placement.hostId());
            remember(request, placement);
        } else {
            assertThat(code).isEqualTo(isElsewhere ? Errors.IN_USE : Errors.NO_CAPACITY);
            if (!isElsewhere) {
                assertThat(possible).as("hosts left for %s", request).isEmpty();
            }
        }
    }

    private void launchBatch() {
        List<PlacementRequest> batch = new ArrayList<>();
        PlacementRequest first = request();
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            batch.add(random.nextInt(4) == 0 ? request() : renamed(first));
        }
        if (attempt(() -> placer.placeAll(batch)) == null) {
            batch.forEach(request -> remember(request, placementOf(request.instance())));
        }
    }

    private PlacementRequest renamed(PlacementRequest first) {
        return new PlacementRequest(
                "i" + launches++,
                first.type(),
                first.nic(),
                first.interfaces(),
                first.group(),
                first.partition(),
                first.zone(),
                null);
    }

    private void stop(String instance) {
        placer.stop(instance);
        accepted++;
    }

    private void startOne() {
        List<String> stopped =
                known.keySet().stream().filter(name -> !isRunning(name)).toList();
        if (stopped.isEmpty()) {
            return;
        }
        String name = stopped.get(random.nextInt(stopped.size()));
        Known before = known.get(name);
        Set<Integer> possible = RULES.hostsFor(
                before.request(),
                interfaces.get(name),
                before.partition(),
                before.zone(),
                placer.placements(),
                interfaces);
        if (attempt(() -> placer.start(name)) == null) {
            Placement placement = placementOf(name);
            assertThat(possible).contains(placement.hostId());
            assertThat(before.partition()).isIn(0, placement.partition());
            remember(before.request(), placement);
        } else {
            assertThat(possible).as("hosts left for %s", before).isEmpty();
        }
    }

    private void startGroup() {
        PlacementGroup group = GROUPS.get(random.nextInt(GROUPS.size()));
        List<String> members = known.keySet().stream()
                .filter(name -> group.equals(known.get(name).request().group()))
                .toList();
        if (random.nextBoolean()) {
            members.forEach(this::stop);
        }
        if (attempt(() -> placer.startAll(members)) == null) {
            members.forEach(name -> remember(known.get(name).request(), placementOf(name)));
        }
    }

    /** Another group for one that is stopped, else another number of interfaces. */
    private void change() {
        if (known.isEmpty()) {
            return;
        }
        String name = known.keySet().stream().skip(pick()).findFirst().orElseThrow();
        Known before = known.get(name);
        if (!isRunning(name)) {
            PlacementGroup group = random.nextInt(4) == 0 ? null : GROUPS.get(random.nextInt(GROUPS.size()));
            if (attempt(() -> placer.move(name, group, 0)) == null) {
                known.put(name, new Known(before.request().inGroup(group).inPartition(0), before.zone(), 0));
            }
        } else if (interfaces.get(name) > 1) {
            int last = placer.interfaces(name)[interfaces.get(name) - 1];
            placer.detachInterface(name, last);
            interfaces.merge(name, -1, Integer::sum);
        } else if (attempt(() -> placer.attachInterface(name)) == null) {
            interfaces.merge(name, 1, Integer::sum);
        }
    }

    private void terminate(String name) {
        placer.terminate(name);
        known.remove(name);
        interfaces.remove(name);
        accepted++;
    }

    /** The code of a refusal, or null; a refusal must leave everything as it was. */
    private String attempt(Runnable call) {
        String before = snapshot();
        try {
            call.run();
            accepted++;
            return null;
        } catch (PlacementException e) {
            assertThat(snapshot()).as("after %s", e.getMessage()).isEqualTo(before);
            return e.code();
        }
    }

    private String snapshot() {
        StringBuilder all = new StringBuilder(placer.placements().toString());
        for (int host = 0; host < REGION.hostCount(); host++) {
            all.append('\n').append(placer.hosts().kind(host)).append(' ');
            all.append(placer.hosts().hypervisor(host)).append(' ');
            all.append(placer.hosts().usedSlots(host)).append(' ');
            all.append(placer.hosts().usedVcpus(host));
        }
        GROUPS.forEach(group -> all.append('\n').append(placer.groups().size(group.name())));
        GROUPS.forEach(group -> all.append('\n').append(placer.groups().warnings(group.name())));
        known.keySet().forEach(name -> all.append('\n').append(placer.interfaces(name).length));
        known.keySet().forEach(name -> all.append('\n').append(placer.whyNot(name, 0)));
        return all.toString();
    }

    private void remember(PlacementRequest request, Placement placement) {
        known.put(request.instance(), new Known(request, REGION.zoneOf(placement.hostId()), placement.partition()));
        interfaces.putIfAbsent(request.instance(), request.interfaces());
    }

    private void assertSizes() {
        for (PlacementGroup group : GROUPS) {
            assertThat(known.values())
                    .filteredOn(instance -> group.equals(instance.request().group()))
                    .hasSize(placer.groups().size(group.name()));
        }
        for (int host = 0; host < REGION.hostCount(); host++) {
            int id = host;
            List<Placement> here =
                    placer.placements().stream().filter(p -> p.hostId() == id).toList();
            assertThat(placer.hosts().instances(host)).isEqualTo(here.size());
            assertThat(placer.hosts().usedSlots(host))
                    .isEqualTo(here.stream()
                            .mapToInt(p -> interfaces.get(p.instance()))
                            .sum());
        }
    }

    private int boundZone(PlacementGroup group) {
        return group == null || group.strategy() != Strategy.CLUSTER
                ? -1
                : known.values().stream()
                        .filter(instance -> group.equals(instance.request().group()))
                        .mapToInt(Known::zone)
                        .findFirst()
                        .orElse(-1);
    }

    private boolean isRunning(String name) {
        return placer.placements().stream().anyMatch(p -> p.instance().equals(name));
    }

    private Placement placementOf(String name) {
        return placer.placements().stream()
                .filter(p -> p.instance().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** With room for all, partitions that nobody asked for by number differ by one member at most. */
    @Property(tries = 100)
    void shouldSpreadEvenlyOverPartitions(
            @ForAll @IntRange(min = 1, max = 7) int partitions, @ForAll @IntRange(max = 60) int count) {
        Placer wide = new Placer(new Region("r", 1, 1, 20, 8, 9001), HostSettings.builtIn(), partitions);
        PlacementGroup group = wide.groups().create(PlacementGroup.partition("p", partitions));
        List<Integer> given = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            given.add(wide.place(PlacementRequest.of("i" + i, TYPES.get(0)).inGroup(group))
                    .partition());
            assertThat(SlowRules.unevenness(partitions, given)).isLessThanOrEqualTo(1);
        }
    }
}
