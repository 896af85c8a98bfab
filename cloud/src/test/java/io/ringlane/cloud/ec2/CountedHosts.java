package io.ringlane.cloud.ec2;

import io.ringlane.cloud.instance.HostAllocator;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.placement.group.PlacementGroups;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Hosts with a number of interface slots each, filled in order: the least that a region needs to run on. */
public final class CountedHosts implements HostAllocator {

    private final int hosts;
    private final int slotsPerHost;
    private final int[] used;
    private final Map<String, int[]> hostAndSlots = new HashMap<>();
    private final PlacementGroups groups =
            new Placer(new Region("us-east-1", 1, 1, 1, 1, 9001), HostSettings.builtIn(), 42).groups();

    public CountedHosts(int hosts, int slotsPerHost) {
        this.hosts = hosts;
        this.slotsPerHost = slotsPerHost;
        this.used = new int[hosts];
    }

    @Override
    public List<Seat> launch(List<Order> orders) {
        List<Seat> seats = new ArrayList<>();
        for (Order order : orders) {
            int host = find(order.interfaces());
            if (host < 0) {
                orders.subList(0, seats.size()).forEach(each -> terminate(each.instanceId()));
                throw full(order.type().name());
            }
            used[host] += order.interfaces();
            hostAndSlots.put(order.instanceId(), new int[] {host, order.interfaces()});
            seats.add(new Seat(host, 0));
        }
        return seats;
    }

    @Override
    public List<Seat> restart(List<String> instanceIds) {
        List<Seat> seats = new ArrayList<>();
        for (String id : instanceIds) {
            int[] own = hostAndSlots.get(id);
            int host = find(own[1]);
            if (host < 0) {
                instanceIds.subList(0, seats.size()).forEach(this::stop);
                throw full("stopped");
            }
            own[0] = host;
            used[host] += own[1];
            seats.add(new Seat(host, 0));
        }
        return seats;
    }

    private int find(int slots) {
        for (int host = 0; host < hosts; host++) {
            if (used[host] + slots <= slotsPerHost) {
                return host;
            }
        }
        return -1;
    }

    private static Ec2Exception full(String what) {
        return new Ec2Exception(
                "InsufficientInstanceCapacity", "We currently do not have sufficient " + what + " capacity.");
    }

    @Override
    public PlacementGroups groups() {
        return groups;
    }

    @Override
    public void move(String instanceId, String placementGroup, int partition) {
        // these hosts are told of no group
    }

    @Override
    public void stop(String instanceId) {
        int[] own = hostAndSlots.get(instanceId);
        if (own[0] >= 0) {
            used[own[0]] -= own[1];
            own[0] = -1;
        }
    }

    @Override
    public void terminate(String instanceId) {
        stop(instanceId);
        hostAndSlots.remove(instanceId);
    }

    @Override
    public void attachInterface(String instanceId) {
        int[] own = hostAndSlots.get(instanceId);
        if (own[0] >= 0) {
            if (used[own[0]] == slotsPerHost) {
                throw full("virtual function");
            }
            used[own[0]]++;
        }
        own[1]++;
    }

    @Override
    public void detachInterface(String instanceId, int position) {
        int[] own = hostAndSlots.get(instanceId);
        own[1]--;
        if (own[0] >= 0) {
            used[own[0]]--;
        }
    }

    /** Interface slots in use, on all hosts. */
    public int usedSlots() {
        int sum = 0;
        for (int each : used) {
            sum += each;
        }
        return sum;
    }

    /** Everything, to compare. */
    @Override
    public String toString() {
        Map<String, String> sorted = new TreeMap<>();
        hostAndSlots.forEach((id, own) -> sorted.put(id, own[0] + "/" + own[1]));
        return sorted.toString();
    }
}
