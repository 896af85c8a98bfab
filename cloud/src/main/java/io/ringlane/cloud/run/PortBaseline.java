package io.ringlane.cloud.run;

import io.ringlane.dataplane.nic.DeviceCounters;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What ports had counted when the measured time began, so that results leave the warm-up out. Counters of packets that are on their
 * way at that moment are split between the two. A source that reads them, ahead of those that send. One thread.
 */
final class PortBaseline extends CallSource {

    private static final Counted NOTHING = new Counted(0, Map.of(), Map.of());

    private final Supplier<? extends Collection<VirtualFunction>> ports;
    private final long startNs;
    private Map<VirtualFunction, Counted> before; // null until the measured time begins

    /** @param resets how often the counters had been reset */
    private record Counted(int resets, Map<String, Long> ofDriver, Map<String, Long> own) {}

    /** @param startNs when the measured time begins */
    PortBaseline(final Supplier<? extends Collection<VirtualFunction>> ports, final long startNs) {
        this.ports = ports;
        this.startNs = startNs;
    }

    @Override
    public String label() {
        return "the counters";
    }

    @Override
    public long nextNs() {
        return before == null ? startNs : Long.MAX_VALUE;
    }

    @Override
    public int send(final long nowNs) {
        before = new HashMap<>();
        ports.get()
                .forEach(port -> before.put(
                        port, new Counted(port.resets(), DeviceCounters.read(port), DeviceCounters.readOwn(port))));
        return 1;
    }

    /** What a port has counted since, under the names of its driver; since its instance was rebooted or stopped, if that was later. */
    Map<String, Long> since(final VirtualFunction port) {
        return difference(DeviceCounters.read(port), ofPresent(port).ofDriver());
    }

    /** Likewise of {@link DeviceCounters#readOwn}. */
    Map<String, Long> ownSince(final VirtualFunction port) {
        return difference(DeviceCounters.readOwn(port), ofPresent(port).own());
    }

    /** What the port's present counters said then. */
    private Counted ofPresent(final VirtualFunction port) {
        final Counted counted = before == null ? null : before.get(port);
        return counted == null || counted.resets() != port.resets() ? NOTHING : counted;
    }

    private static Map<String, Long> difference(final Map<String, Long> now, final Map<String, Long> earlier) {
        final Map<String, Long> counters = new LinkedHashMap<>(now);
        earlier.forEach((name, count) -> counters.merge(name, -count, Long::sum));
        return counters;
    }
}
