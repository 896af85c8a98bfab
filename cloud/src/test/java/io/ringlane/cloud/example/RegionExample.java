package io.ringlane.cloud.example;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.PlacerHosts;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.core.time.NanoClock;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;

public final class RegionExample {

    public static void main(String[] args) {
        long seed = 42;
        Region topology = new Region("us-east-1", 2, 1, 4, 4, 9001); // zones, data centres, racks, hosts, MTU
        Placer placer = new Placer(topology, HostSettings.builtIn(), seed);
        Ec2Region ec2 = new Ec2Region(
                topology.zoneNames(),
                Catalogue.builtIn(),
                Ec2Settings.builtIn(),
                NanoClock.real(),
                new PlacerHosts(placer),
                0x0200_0000_0001L, // the routers' MAC
                seed);

        String vpc = ec2.vpcs().create("10.0.0.0/16").id();
        String subnet =
                ec2.vpcs().createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
        String gateway = ec2.internetGateways().create().id();
        ec2.internetGateways().attach(gateway, vpc);
        String mainTable = ResourceKind.ROUTE_TABLE.id(ec2.vpcs().describe(vpc).mainRouteTableKey());
        ec2.routeTables().createRoute(mainTable, "0.0.0.0/0", gateway);

        Instance web = ec2.instances().run(LaunchSpec.of("c5n.large", subnet)).get(0);
        String elasticIp = ec2.addresses().allocate().id();
        ec2.addresses().associate(elasticIp, web.id());

        long eth0 = web.interfaceKeys()[0];
        Decision decision = ec2.forwarding().explain(eth0, Flow.tcp("10.0.1.4", 40000, "93.184.216.34", 443));
        decision.steps().forEach(System.out::println);
    }
}
