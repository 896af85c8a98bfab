package io.ringlane.cloud.run;

import io.ringlane.dataplane.nic.DeviceCounters;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;

/**
 * What ports had counted when the measured time began, so that results leave the warm-up out. Counters of packets that are on their
 * way at that moment are split between the two. One thread.
 */
final class PortBaseline {

    private final Supplier<? extends Collection<VirtualFunction>> ports;
    private final long startNs;
    private Map<VirtualFunction, Map<String, Long>> before; // null until the measured time begins

    /** @param startNs when the measured time begins */
    PortBaseline(final Supplier<? extends Collection<VirtualFunction>> ports, final long startNs) {
        this.ports = ports;
        this.startNs = startNs;
    }

    /** A receiver that looks at the time first. */
    LongToIntFunction ahead(final LongToIntFunction receiver) {
        return nowNs -> {
            if (before == null && nowNs >= startNs) {
                before = new HashMap<>();
                ports.get().forEach(port -> before.put(port, DeviceCounters.read(port)));
            }
            return receiver.applyAsInt(nowNs);
        };
    }

    /** What a port has counted since. */
    Map<String, Long> since(final VirtualFunction port) {
        final Map<String, Long> counters = new LinkedHashMap<>(DeviceCounters.read(port));
        final Map<String, Long> earlier = before == null ? Map.of() : before.getOrDefault(port, Map.of());
        earlier.forEach((name, count) -> counters.merge(name, -count, Long::sum));
        return counters;
    }
}
