package io.ringlane.cloud.example;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.group.PlacementRequest;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;
import io.ringlane.placement.path.PathSettings;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.List;

public final class PlacementExample {

    public static void main(String[] args) {
        Region region = new Region("us-east-1", 2, 2, 4, 4, 9001); // zones, data centres, racks, hosts, MTU
        Placer placer = new Placer(region, HostSettings.builtIn(), 42);
        InstanceType type = Catalogue.builtIn().find("c5n.18xlarge");
        PlacementGroup hpc = placer.groups().create(PlacementGroup.cluster("hpc"));
        List<Placement> two = placer.placeAll(List.of(
                PlacementRequest.of("a", type).inGroup(hpc),
                PlacementRequest.of("b", type).inGroup(hpc)));

        PathProfile path = new PathProfiles(region, PathSettings.builtIn()).between(two.get(0), two.get(1));
        System.out.println(path.label() + ": " + path.flowCapBitsPerSecond() + " bit/s a flow, " + path.delayNs()
                + " ns and up to " + path.jitterNs() + " more, MTU " + path.mtuBytes());

        System.out.println(placer.explain("a")); // why here: zone, group, rack, host, interface, one line each
        placer.whyNot("a", 63).forEach(System.out::println); // every rule and shortage that stands against that host
        placer.stop("a"); // frees the host; zone, group and partition stay its own
        placer.startAll(List.of("a"));
    }
}
