package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Decision;
import java.util.List;

/**
 * What a flow meets on its way.
 *
 * @param decision where it goes
 * @param label the way in words, for instance {@code same rack}, {@code internet gateway} or {@code refused: no_route}
 * @param flowCapBitsPerSecond what one flow may carry there; 0 where it is refused
 * @param sharedCaps caps that it shares with other flows of its instances, in the order in which packets pass them
 * @param expressRefusal why it does not travel by ENA Express; null if it does, or is refused
 */
public record FlowWay(
        Decision decision, String label, long flowCapBitsPerSecond, List<WayCap> sharedCaps, String expressRefusal) {

    public FlowWay {
        sharedCaps = List.copyOf(sharedCaps);
    }

    /** The lowest cap for a number of flows like this one, were they alone; null where it is refused. */
    public WayCap binding(int flows) {
        if (flowCapBitsPerSecond == 0) {
            return null;
        }
        WayCap lowest =
                new WayCap(flows == 1 ? WayCap.FLOW : WayCap.FLOW + " x " + flows, flowCapBitsPerSecond * flows);
        for (WayCap each : sharedCaps) {
            lowest = each.bitsPerSecond() < lowest.bitsPerSecond() ? each : lowest;
        }
        return lowest;
    }
}
