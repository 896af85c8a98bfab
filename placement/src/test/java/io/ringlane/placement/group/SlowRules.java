package io.ringlane.placement.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of placement written down as plainly as they can be, over a list of who runs where. Slow, and without any of
 * the placer's bookkeeping.
 */
final class SlowRules {
    private final Region region;
    private final HostSettings settings;

    SlowRules(Region region, HostSettings settings) {
        this.region = region;
        this.settings = settings;
    }

    /** Every rule, for instances that run together. */
    void assertKept(List<Placement> running, Map<String, Integer> interfaces) {
        for (Placement a : running) {
            assertHostHolds(a, running, interfaces);
            for (Placement b : running) {
                if (a != b) {
                    assertPairMay(a, b);
                }
            }
            if (isIn(a, Strategy.SPREAD)) {
                assertThat(running)
                        .filteredOn(b -> sameGroup(a, b) && sameZone(a, b))
                        .hasSizeLessThanOrEqualTo(7);
            }
        }
    }

    private void assertHostHolds(Placement a, List<Placement> running, Map<String, Integer> interfaces) {
        int vcpus = 0;
        int virtualFunctions = 0;
        int emulated = 0;
        for (Placement b : running) {
            if (b.hostId() == a.hostId()) {
                vcpus += b.type().vcpus();
                if (b.card() == EnhancedNetworking.NONE) {
                    emulated += interfaces.get(b.instance());
                } else {
                    virtualFunctions += interfaces.get(b.instance());
                }
            }
        }
        EnhancedNetworking card = a.type().enhancedNetworking();
        assertThat(vcpus).as("vCPUs of %s", a).isLessThanOrEqualTo(settings.vcpus(card));
        assertThat(virtualFunctions).isLessThanOrEqualTo(settings.slots(card));
        assertThat(emulated).isLessThanOrEqualTo(settings.slots(EnhancedNetworking.NONE));
    }

    private void assertPairMay(Placement a, Placement b) {
        if (a.hostId() == b.hostId()) {
            assertThat(b.type().hypervisor()).isEqualTo(a.type().hypervisor());
            assertThat(b.type().enhancedNetworking()).isEqualTo(a.type().enhancedNetworking());
            if (a.card() == b.card()) {
                assertThat(b.slot()).as("interface of %s and %s", a, b).isNotEqualTo(a.slot());
            }
        }
        assertThat(isPairBarred(a, a.hostId(), a.partition(), b))
                .as("%s beside %s", a, b)
                .isFalse();
    }

    /** Whether the rule of a group stands against an instance on a host because of another that runs. */
    private boolean isPairBarred(Placement a, int host, int partition, Placement b) {
        return sameGroup(a, b) && isBarred(a.group(), host, partition, b);
    }

    private boolean isBarred(PlacementGroup group, int host, int partition, Placement other) {
        boolean sameRack = region.rackOf(host) == region.rackOf(other.hostId());
        return switch (group.strategy()) {
            case CLUSTER -> region.dataCentreOf(host) != region.dataCentreOf(other.hostId());
            case PARTITION -> sameRack && partition != 0 && partition != other.partition();
            case SPREAD -> sameRack;
        };
    }

    /**
     * Hosts that a new instance could have, one at a time; empty exactly when it must be refused for want of capacity.
     *
     * @param zone the zone it is bound to, or -1
     */
    Set<Integer> hostsFor(
            PlacementRequest request,
            int interfaceCount,
            int partition,
            int zone,
            List<Placement> running,
            Map<String, Integer> interfaces) {
        Set<Integer> hosts = new HashSet<>();
        for (int host = 0; host < region.hostCount(); host++) {
            if ((zone < 0 || region.zoneOf(host) == zone)
                    && isRuleKept(request.group(), host, partition, running)
                    && hasRoom(request, interfaceCount, host, running, interfaces)) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    private boolean isRuleKept(PlacementGroup group, int host, int partition, List<Placement> running) {
        if (group == null) {
            return true;
        }
        int inZone = 0;
        for (Placement other : running) {
            if (group.equals(other.group())) {
                if (isBarred(group, host, partition, other)) {
                    return false;
                }
                inZone += region.zoneOf(other.hostId()) == region.zoneOf(host) ? 1 : 0;
            }
        }
        return group.strategy() != Strategy.SPREAD || inZone < 7;
    }

    private boolean hasRoom(
            PlacementRequest request,
            int interfaceCount,
            int host,
            List<Placement> running,
            Map<String, Integer> interfaces) {
        EnhancedNetworking card = request.type().enhancedNetworking();
        EnhancedNetworking kind = request.nic().kind();
        int vcpus = request.type().vcpus();
        int slots = interfaceCount;
        for (Placement other : running) {
            if (other.hostId() == host) {
                if (other.type().hypervisor() != request.type().hypervisor()
                        || other.type().enhancedNetworking() != card) {
                    return false;
                }
                vcpus += other.type().vcpus();
                slots += other.card() == kind ? interfaces.get(other.instance()) : 0;
            }
        }
        return vcpus <= settings.vcpus(card) && slots <= settings.slots(kind);
    }

    /** How far the numbers of members of a group's partitions in a zone lie apart. */
    static int unevenness(int partitions, List<Integer> partitionsOfMembers) {
        Map<Integer, Integer> counts = new HashMap<>();
        partitionsOfMembers.forEach(partition -> counts.merge(partition, 1, Integer::sum));
        List<Integer> sizes = new ArrayList<>();
        for (int partition = 1; partition <= partitions; partition++) {
            sizes.add(counts.getOrDefault(partition, 0));
        }
        return sizes.stream().mapToInt(n -> n).max().orElse(0)
                - sizes.stream().mapToInt(n -> n).min().orElse(0);
    }

    private static boolean isIn(Placement placement, Strategy strategy) {
        return placement.group() != null && placement.group().strategy() == strategy;
    }

    private static boolean sameGroup(Placement a, Placement b) {
        return a.group() != null && a.group().equals(b.group());
    }

    private boolean sameZone(Placement a, Placement b) {
        return region.zoneOf(a.hostId()) == region.zoneOf(b.hostId());
    }
}
