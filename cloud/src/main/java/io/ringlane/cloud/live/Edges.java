package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Forwarding;
import io.ringlane.cloud.forwarding.PacketTraits;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.state.Dependency;
import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.Table;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.worker.DataPlane;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Where the region ends: one port that is the internet, and one for each VPN connection that somebody has opened. Nothing
 * of theirs is checked, and nothing limited but the tunnel of a VPN connection, each way. Any thread.
 */
final class Edges {

    /** An internet gateway has no limit of its own; this is beyond what the instances of a region can send. */
    private static final long INTERNET_BITS_PER_SECOND = 100_000_000_000_000L;
    /** What stands for the internet where a VPN connection has its key. */
    static final long INTERNET = 0;

    private static final long FIRST_MAC = 0x0200_0000_0100L;

    private final DataPlane plane;
    private final Consumer<VirtualFunction> onOpened;
    private final PhysicalFunction card;
    private final VirtualFunction internet;
    private final int transmitFrames;
    private final int receiveFrames;
    private final Map<Long, VirtualFunction> vpns = new ConcurrentHashMap<>();
    private final Map<Integer, Long> vpnByFunction = new ConcurrentHashMap<>();
    private int made;

    /** @param onOpened hears of each function that is opened */
    Edges(DataPlane plane, LiveSettings settings, Consumer<VirtualFunction> onOpened) {
        this.plane = plane;
        this.onOpened = onOpened;
        this.card = plane.addCard("edge", DeviceModel.ENA, 0, 0, settings.horizonNs(), 0);
        this.transmitFrames = settings.transmitFrames();
        this.receiveFrames = settings.receiveFrames();
        this.internet = make("internet", INTERNET_BITS_PER_SECOND);
        internet.whenOpened(onOpened);
    }

    private VirtualFunction make(String name, long bitsPerSecond) {
        int slots = Math.max(DeviceModel.ENA.minRingSlots(), Integer.highestOneBit(2 * receiveFrames - 1));
        return plane.addFunction(
                card,
                name,
                VirtualFunctionConfig.defaults(
                                DeviceModel.ENA, FIRST_MAC + made++, new Allowances(Allowances.UNLIMITED))
                        .withFrames(DeviceModel.ENA.minRingSlots(), slots, transmitFrames, receiveFrames)
                        .withLine(bitsPerSecond)
                        .withChecks(false, false));
    }

    VirtualFunction internet() {
        return internet;
    }

    /** The far end of a VPN connection, or null if nobody has opened it. */
    VirtualFunction vpn(long connectionKey) {
        return vpns.get(connectionKey);
    }

    /** The far end of a VPN connection, made at the first call. */
    synchronized VirtualFunction makeVpn(long connectionKey, String id) {
        VirtualFunction known = vpns.get(connectionKey);
        if (known == null) {
            known = make(id, EdgeCaps.TUNNEL_BITS_PER_SECOND);
            vpnByFunction.put(known.portIndex(), connectionKey);
            vpns.put(connectionKey, known);
            known.whenOpened(onOpened);
        }
        return known;
    }

    /** {@link #INTERNET}, or the VPN connection that a function is the far end of. */
    long keyOf(VirtualFunction edge) {
        return edge == internet ? INTERNET : vpnByFunction.get(edge.portIndex());
    }

    /** What becomes of a flow that comes in through an edge. */
    Decision decide(Forwarding forwarding, VirtualFunction edge, Flow flow, PacketTraits traits, Reads reads) {
        if (edge == internet) {
            return forwarding.fromInternet(flow, traits, reads);
        }
        reads.add(Dependency.all(Table.VPN_CONNECTIONS));
        return forwarding.fromVpn(keyOf(edge), flow, traits, reads);
    }
}
