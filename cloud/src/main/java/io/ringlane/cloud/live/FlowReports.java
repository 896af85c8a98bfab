package io.ringlane.cloud.live;

import io.ringlane.dataplane.pipeline.FlowObserver;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.worker.DataPlane;
import java.util.List;

/**
 * What flows have sent, told to all who want to know it; workers tell it once somebody has asked. {@link #onSent} is called by
 * workers, the rest by one thread at a time.
 */
final class FlowReports implements FlowObserver {

    private final DataPlane plane;
    private List<FlowObserver> observers = List.of();
    private boolean hasBegun;

    FlowReports(DataPlane plane) {
        this.plane = plane;
    }

    /** Says who is told; before anything is. */
    void setObservers(FlowObserver... all) {
        observers = List.of(all);
    }

    /** Has workers note what flows send from now on; false if they do already. */
    synchronized boolean begin() {
        if (hasBegun) {
            return false;
        }
        plane.observeFlows(this);
        hasBegun = true;
        return true;
    }

    /** Has the observers told what flows have sent since they were told last, and returns when they are. */
    void ask() {
        plane.reportFlows();
    }

    @Override
    public boolean onSent(Route route, long[] keys, long packets, long bytes) {
        boolean isOver = false;
        for (FlowObserver each : observers) {
            isOver |= each.onSent(route, keys, packets, bytes);
        }
        return isOver;
    }
}
