package io.ringlane.cloud.scenario;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.instance.PlacerHosts;
import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkBuilder;
import io.ringlane.cloud.network.NetworkEnds;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.worker.DataPlane;

/** A scenario's network without traffic: made by EC2's calls, and changed by the events, on a clock that waits for nobody. */
public final class ScenarioNetwork {

    private final VirtualClock clock = new VirtualClock();
    private final Ec2Region ec2;
    private final NetworkBuilder builder;
    private final NetworkEnds ends;

    /**
     * Makes the network of a scenario that has one.
     *
     * @throws io.ringlane.cloud.network.NetworkException if EC2 would refuse a part of it
     */
    public ScenarioNetwork(Scenario scenario) {
        final ScenarioPlacer placer = new ScenarioPlacer(scenario);
        this.ec2 = new Ec2Region(
                placer.region().zoneNames(),
                scenario.catalogue(),
                Ec2Settings.builtIn(),
                clock,
                new PlacerHosts(placer.placer()),
                DataPlane.ROUTER_MAC,
                scenario.run().seed());
        this.builder = new NetworkBuilder(ec2, scenario.network(), scenario.networkInstances());
        builder.build(scenario.networkInstances(), each -> scenario.isThereAtStart(each.name()));
        this.ends = new NetworkEnds(ec2, builder.names(), scenario.network().vpns());
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
