package io.ringlane.cloud.scenario;

import io.ringlane.cloud.ec2.PlacementGroupApi;
import io.ringlane.cloud.scenario.Scenario.GroupSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.Scenario.PathSpec;
import io.ringlane.cloud.scenario.Scenario.RegionSpec;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.group.PlacementRequest;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.group.Strategy;
import io.ringlane.placement.path.PathProfiles;
import io.ringlane.placement.path.PathSettings;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A scenario's region with its groups made, ready to take the instances. The seed decides where they go. */
public final class ScenarioPlacer {

    private final Scenario scenario;
    private final Region region;
    private final Placer placer;

    /** An empty region. */
    public ScenarioPlacer(Scenario scenario) {
        this.scenario = scenario;
        final RegionSpec spec = scenario.region();
        this.region = new Region(
                spec.name(),
                spec.zones(),
                spec.dataCentersPerZone(),
                spec.racksPerDataCenter(),
                spec.hostsPerRack(),
                spec.mtuBytes());
        this.placer = new Placer(region, hostSettings(), scenario.run().seed());
        for (final GroupSpec group : scenario.groups()) {
            placer.groups().create(new PlacementGroup(group.name(), strategy(group), group.partitions()));
        }
    }

    /** What a host holds, as the scenario's settings have it. */
    public HostSettings hostSettings() {
        final HostSettings hosts = HostSettings.builtIn();
        final int interfaces = scenario.settings().interfacesPerHost();
        if (interfaces == 0) {
            return hosts;
        }
        final StringBuilder table = new StringBuilder("kind, slots, vcpus\n");
        for (final EnhancedNetworking kind : EnhancedNetworking.values()) {
            if (kind != EnhancedNetworking.NONE) {
                table.append("%s, %d, %d%n".formatted(kind.label(), interfaces, hosts.vcpus(kind)));
            }
        }
        return hosts.with("settings", table.toString());
    }

    /** Makes the scenario's placement groups in a region that stands. */
    public void createGroups(PlacementGroupApi groups) {
        for (final GroupSpec group : scenario.groups()) {
            groups.create(group.name(), strategy(group), group.partitions());
        }
    }

    private static Strategy strategy(GroupSpec group) {
        return Strategy.valueOf(group.strategy().toUpperCase(Locale.ROOT));
    }

    /** The region's hosts. */
    public Region region() {
        return region;
    }

    /** What places the instances, and explains where they went. */
    public Placer placer() {
        return placer;
    }

    /** What lies between hosts, as the scenario's settings have it. */
    public PathProfiles profiles() {
        return new PathProfiles(region, pathSettings());
    }

    /** Delay, jitter and MTU by relation, as the scenario's settings have them. */
    public PathSettings pathSettings() {
        PathSettings paths = PathSettings.builtIn();
        for (final Map.Entry<String, PathSpec> path :
                scenario.settings().paths().entrySet()) {
            final PathSpec value = path.getValue();
            paths = paths.with(path.getKey(), value.delayNs(), value.jitterNs(), value.mtuBytes());
        }
        return paths;
    }

    /**
     * Places every instance that is there at the start, or none.
     *
     * @return in the order of the scenario
     * @throws io.ringlane.placement.PlacementException if one of them fits nowhere
     */
    public List<Placement> placeAll() {
        return placer.placeAll(
                scenario.instancesAtStart().stream().map(this::request).toList());
    }

    /** What one instance asks for. */
    PlacementRequest request(InstanceSpec instance) {
        final PlacementRequest request =
                PlacementRequest.of(instance.name(), scenario.catalogue().find(instance.type()));
        return (instance.image() != null
                        ? request.withImage(instance.image())
                        : request.withCard(EnhancedNetworking.byLabel().get(instance.enhancedNetworking())))
                .inGroup(instance.group() == null ? null : placer.groups().find(instance.group()))
                .inPartition(instance.partition())
                .inZone(instance.zone())
                .onHostOf(instance.sameHostAs());
    }
}
