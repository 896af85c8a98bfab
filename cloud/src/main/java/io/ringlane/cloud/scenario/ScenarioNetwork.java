package io.ringlane.cloud.scenario;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.instance.PlacerHosts;
import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkBuilder;
import io.ringlane.cloud.network.NetworkEnds;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.worker.DataPlane;
import io.ringlane.placement.group.Placement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario's network without traffic: made by EC2's calls, and changed by the events, on a clock that waits for
 * nobody. Ids and hosts are those that a run of the scenario has.
 */
public final class ScenarioNetwork {

    private final VirtualClock clock = new VirtualClock();
    private final Scenario scenario;
    private final ScenarioPlacer placer;
    private final Ec2Region ec2;
    private final NetworkBuilder builder;
    private final NetworkEnds ends;

    /**
     * Makes the network of a scenario that has one.
     *
     * @throws io.ringlane.cloud.network.NetworkException if EC2 would refuse a part of it
     */
    public ScenarioNetwork(Scenario scenario) {
        this(scenario, true);
    }

    /** @param isWhole whether everything is there that a part of the scenario may name */
    ScenarioNetwork(Scenario scenario, boolean isWhole) {
        this.scenario = scenario;
        this.placer = new ScenarioPlacer(scenario);
        this.ec2 = new Ec2Region(
                placer.region().zoneNames(),
                scenario.catalogue(),
                Ec2Settings.builtIn(),
                clock,
                new PlacerHosts(placer.placer()),
                DataPlane.ROUTER_MAC,
                scenario.run().seed());
        this.builder = new NetworkBuilder(ec2, scenario.network(), scenario.networkInstances());
        builder.build(scenario.networkInstances(), scenario::isThereAtStart, isWhole);
        this.ends = new NetworkEnds(ec2, builder.names(), scenario.network().vpns());
    }

    /** What found hosts for the instances, which it knows by their ids. */
    public ScenarioPlacer placer() {
        return placer;
    }

    /** Where the instances are that are there, in the order of the scenario. */
    public List<Placement> placements() {
        final Map<String, Placement> byId = new HashMap<>();
        placer.placer().placements().forEach(each -> byId.put(each.instance(), each));
        return scenario.instancesAtStart().stream()
                .map(each -> byId.get(names().find(ResourceKind.INSTANCE, each.name())))
                .toList();
    }

    /** EC2's calls. */
    public Ec2Region ec2() {
        return ec2;
    }

    /** What things are called. */
    public NetworkNames names() {
        return builder.names();
    }

    /** What the ends of flows are. */
    public NetworkEnds ends() {
        return ends;
    }

    /** The network at a time, not before that of {@link #happen}. */
    Moment at(long atNs) {
        clock.advanceTo(Math.max(clock.nanoTime(), atNs));
        return Moment.of(placer.region(), ec2, names());
    }

    /** Lets an event happen, at its time; returns what EC2 refuses it with, or null. */
    Ec2Exception happen(EventSpec event) {
        clock.advanceTo(Math.max(clock.nanoTime(), event.atNs()));
        try {
            event.action().accept(builder.calls());
            return null;
        } catch (final Ec2Exception e) {
            return e;
        }
    }
}
