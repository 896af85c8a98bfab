package io.ringlane.cloud.instance;

import static io.ringlane.cloud.instance.PlacementErrors.translating;

import io.ringlane.placement.catalogue.GuestInterface;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroups;
import io.ringlane.placement.group.PlacementRequest;
import io.ringlane.placement.group.Placer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hosts as the region's {@link Placer} finds them, whose {@link Placer#groups} are the account's. One thread at a time: of a
 * region that has it, the one that calls.
 */
public final class PlacerHosts implements HostAllocator {

    private final Placer placer;
    private final Map<NicKey, GuestInterface> nics = new HashMap<>(); // thousands of instances share one

    private record NicKey(String type, Image image) {}

    /** Hosts of a placer's region. */
    public PlacerHosts(Placer placer) {
        this.placer = placer;
    }

    @Override
    public List<Seat> launch(List<Order> orders) {
        return translating(
                () -> seats(placer.placeAll(orders.stream().map(this::request).toList())));
    }

    private PlacementRequest request(Order order) {
        return new PlacementRequest(
                order.instanceId(),
                order.type(),
                nics.computeIfAbsent(
                        new NicKey(order.type().name(), order.image()),
                        key -> GuestInterface.of(order.type(), order.image())),
                order.interfaces(),
                order.placementGroup() == null ? null : placer.groups().find(order.placementGroup()),
                order.partition(),
                order.zone(),
                null);
    }

    @Override
    public List<Seat> restart(List<String> instanceIds) {
        return translating(() -> seats(placer.startAll(instanceIds)));
    }

    private static List<Seat> seats(List<Placement> placements) {
        return placements.stream()
                .map(each -> new Seat(each.hostId(), each.partition()))
                .toList();
    }

    @Override
    public void move(String instanceId, String placementGroup, int partition) {
        translating(() -> {
            placer.move(
                    instanceId, placementGroup == null ? null : placer.groups().find(placementGroup), partition);
            return placementGroup;
        });
    }

    @Override
    public PlacementGroups groups() {
        return placer.groups();
    }

    @Override
    public void stop(String instanceId) {
        placer.stop(instanceId);
    }

    @Override
    public void terminate(String instanceId) {
        placer.terminate(instanceId);
    }

    @Override
    public void attachInterface(String instanceId) {
        translating(() -> placer.attachInterface(instanceId));
    }

    /** The placer, too, lists an instance's interfaces in the order in which it took them. */
    @Override
    public void detachInterface(String instanceId, int position) {
        translating(() -> {
            int slot = placer.interfaces(instanceId)[position];
            placer.detachInterface(instanceId, slot);
            return slot;
        });
    }
}
