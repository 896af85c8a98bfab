package io.ringlane.cloud.live;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.LonePacket;
import io.ringlane.core.rate.Cap;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.CapPoint;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fragments: how many an interface may send, and which ports those have that carry none, which are those of their datagram's first
 * one. Each function's are counted and remembered apart, and its worker alone asks about them.
 */
final class Fragments {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Datagrams of a port that are remembered at a time, some 100 bytes each; a sender under EC2's limit begins as many in 2 s. */
    private static final int MOST_DATAGRAMS = 1024;

    private final NanoClock clock;
    private final long packetsPerSecond;
    private final long rememberedNs;
    private final Map<VirtualFunction, Sender> senders = new ConcurrentHashMap<>();

    private record Datagram(Flow flow, int identification) {}

    private record First(long ports, long seenNs) {}

    private final class Sender {
        private final CapPoint cap = packetsPerSecond == 0
                ? null
                : CapPoint.ofPackets(
                        packetsPerSecond,
                        NANOS_PER_SECOND - (NANOS_PER_SECOND + packetsPerSecond - 1) / packetsPerSecond,
                        0,
                        DropReason.PPS_ALLOWANCE_EXCEEDED,
                        "fragments");
        private final Map<Datagram, First> datagrams = new LinkedHashMap<>(); // the earliest first

        void remember(Datagram datagram, long ports, long nowNs) {
            datagrams.remove(datagram);
            datagrams.put(datagram, new First(ports, nowNs));
            for (Iterator<First> each = datagrams.values().iterator(); each.hasNext(); ) {
                First first = each.next();
                if (nowNs - first.seenNs() < rememberedNs && datagrams.size() <= MOST_DATAGRAMS) {
                    return;
                }
                each.remove();
            }
        }

        First find(Datagram datagram, long nowNs) {
            First first = datagrams.get(datagram);
            return first == null || nowNs - first.seenNs() >= rememberedNs ? null : first;
        }
    }

    Fragments(NanoClock clock, Ec2Settings settings) {
        this.clock = clock;
        this.packetsPerSecond = settings.value(Setting.FRAGMENT_PACKETS_PER_SECOND);
        this.rememberedNs = settings.value(Setting.FRAGMENT_SECONDS) * NANOS_PER_SECOND;
    }

    /** Whether an interface may send one more fragment now; counts it. */
    boolean admits(VirtualFunction from) {
        CapPoint cap = sender(from).cap;
        if (cap != null && cap.admit(clock.nanoTime(), 0) == Cap.REFUSED) {
            from.counters().onCap(cap.reason().ordinal());
            return false;
        }
        return true;
    }

    /**
     * The flow that a fragment's datagram belongs to; remembered from its first fragment on.
     *
     * @param flow of the fragment, whose ports, or type, do not matter
     * @return null if it is not known
     */
    Flow whole(VirtualFunction from, Flow flow, LonePacket fragment) {
        Sender sender = sender(from);
        Datagram datagram = new Datagram(without(flow), fragment.identification());
        long nowNs = clock.nanoTime();
        if (fragment.isFirstFragment()) {
            if (!fragment.hasPorts()) { // too short for them: what it would say of later ones, nobody can know
                sender.datagrams.remove(datagram);
                return null;
            }
            sender.remember(datagram, fragment.ports(), nowNs);
            return with(flow, fragment.ports());
        }
        First first = sender.find(datagram, nowNs);
        return first == null ? null : with(flow, first.ports());
    }

    private Sender sender(VirtualFunction from) {
        return senders.computeIfAbsent(from, key -> new Sender());
    }

    private static Flow without(Flow flow) {
        return flow.withPorts(0, 0);
    }

    private static Flow with(Flow flow, long ports) {
        return flow.isIcmp()
                ? flow.withPorts(FlowKey.icmpType(ports), FlowKey.icmpCode(ports))
                : flow.withPorts(FlowKey.sourcePort(ports), FlowKey.destinationPort(ports));
    }
}
