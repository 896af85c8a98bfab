package io.ringlane.cloud.run;

import io.ringlane.cloud.live.FlowWay;
import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.live.WayCap;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.run.RunResult.FlowWaySpan;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.traffic.FlowSource;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IcmpType;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.Ipv6Layout;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * A flow in a live region: its addresses are those that its ends had when both were first there, and it is sent from wherever
 * its sender is. A flow that answers another one is sent from wherever that one last arrived, headers reversed; once that sender has
 * been stopped or moved, nothing is sent until it has been asked again. One thread.
 */
final class LiveFlow {

    private static final String UNASKED = "nothing to answer yet";

    private final FlowSpec spec;
    private final LiveEnds ends;
    private final LiveRegion live;
    private final List<FlowSource> sources;
    private final Flow[] headers; // by connection; null until known
    private final VirtualFunction[] ports; // by connection
    private final int[] askedFrom; // by connection: the source port, or the identifier, of what an answer answers
    private final boolean[] opening; // TCP connections of which nothing has arrived from this end yet
    private final boolean[] isLost; // by connection: whether its port was out of use since it was last asked
    private final List<FlowWaySpan> ways = new ArrayList<>();
    private WayCap binding; // on the first way that was not refused

    /** @param sources what sends it, warm-up included */
    LiveFlow(final FlowSpec spec, final LiveRegion live, final LiveEnds ends, final List<FlowSource> sources) {
        this.spec = spec;
        this.live = live;
        this.ends = ends;
        this.sources = sources;
        this.headers = new Flow[spec.connections()];
        this.ports = new VirtualFunction[spec.connections()];
        this.askedFrom = new int[spec.connections()];
        this.opening = new boolean[spec.connections()];
        this.isLost = new boolean[spec.connections()];
    }

    /** The ways it took one after the other, of its first connection; none if it was never known where it goes. */
    List<FlowWaySpan> ways() {
        return ways;
    }

    /** The lowest cap on the first way that was not refused; null if all were. */
    WayCap binding() {
        return binding;
    }

    /** Notes what a packet of its first connection meets now, if that has changed. */
    void look(final long atNs) {
        if (headers[0] == null || atNs >= spec.stopNs()) {
            return;
        }
        final FlowWay way =
                ports[0] == null ? null : live.way(ports[0], headers[0], spec.isIcmp() ? identifier(0) : IcmpType.NONE);
        final String path = way == null ? UNASKED : way.label();
        final WayCap lowest = way == null ? null : way.binding(spec.connections());
        final long cap = lowest == null ? 0 : lowest.bitsPerSecond();
        if (atNs <= spec.startNs()) {
            ways.clear();
            binding = null;
        }
        binding = binding == null ? lowest : binding;
        final FlowWaySpan last = ways.isEmpty() ? null : ways.get(ways.size() - 1);
        if (last == null || !last.path().equals(path) || last.capBitsPerSecond() != cap) {
            ways.add(new FlowWaySpan(Math.max(atNs, spec.startNs()), path, cap));
        }
    }

    /** Sends from where the sender is now. */
    void bind() {
        if (spec.answers() != null) {
            for (int c = 0; c < ports.length; c++) {
                forget(c);
            }
            return;
        }
        final VirtualFunction port = ends.port(spec.from());
        if (port == null) {
            return; // it goes on where it was, if anywhere, and is refused there
        }
        if (headers[0] == null) {
            final IpAddress source = ends.source(spec.from(), spec.ipVersion());
            final IpAddress destination = ends.destination(spec.to(), spec.from(), spec.ipVersion());
            if (source == null || destination == null) {
                return;
            }
            for (int c = 0; c < headers.length; c++) {
                headers[c] = spec.between(source, destination, c);
            }
        }
        for (int c = 0; c < headers.length; c++) {
            bind(c, port, headers[c]);
        }
    }

    /** An instance that starts, or that an interface comes to, knows of no question that came before. */
    private void forget(final int connection) {
        final VirtualFunction port = ports[connection];
        if (port == null) {
            return;
        }
        isLost[connection] |= !port.isUp();
        if (isLost[connection] && ends.isRunning(port)) {
            ports[connection] = null;
            for (final FlowSource source : sources) {
                source.unbind(connection);
            }
        }
    }

    /**
     * A frame of the flow that this one answers has arrived.
     *
     * @param atNs when, from the start of the traffic
     * @param offset where the frame begins
     */
    void onQuestion(
            final long atNs, final int connection, final VirtualFunction at, final byte[] memory, final int offset) {
        final int ip = offset + EthernetLayout.HEADER_BYTES;
        final boolean isIpv4 = spec.ipVersion() == 4;
        final int addresses = ip + (isIpv4 ? Ipv4Layout.SOURCE_OFFSET : Ipv6Layout.SOURCE_OFFSET);
        final int transport = ip + (isIpv4 ? Ipv4Layout.MIN_HEADER_BYTES : Ipv6Layout.HEADER_BYTES);
        final int sourcePort = spec.isIcmp()
                ? Bytes.getUnsignedShortBe(memory, transport + IcmpLayout.IDENTIFIER_OFFSET)
                : Bytes.getUnsignedShortBe(memory, transport);
        final Flow known = headers[connection];
        if (ports[connection] == at
                && known != null
                && askedFrom[connection] == sourcePort
                && isAt(known.destination(), memory, addresses)
                && isAt(known.source(), memory, addresses + addressBytes())) {
            return;
        }
        final IpAddress asker = address(memory, addresses);
        final IpAddress asked = address(memory, addresses + addressBytes());
        askedFrom[connection] = sourcePort;
        headers[connection] = spec.isIcmp()
                ? spec.between(asked, asker, connection)
                : new Flow(
                        asked,
                        asker,
                        spec.ipProtocol(),
                        Bytes.getUnsignedShortBe(memory, transport + Short.BYTES),
                        sourcePort);
        bind(connection, at, headers[connection]);
        if (connection == 0) {
            look(ways.isEmpty() ? spec.startNs() : atNs);
        }
    }

    private int addressBytes() {
        return spec.ipVersion() == 4 ? Ipv4Layout.ADDRESS_BYTES : Ipv6Layout.ADDRESS_BYTES;
    }

    /** Whether an address stands in a frame; allocates nothing. */
    private boolean isAt(final IpAddress address, final byte[] memory, final int offset) {
        return spec.ipVersion() == 4
                ? address.ipv4() == Bytes.getIntBe(memory, offset)
                : address.high() == Bytes.getLongBe(memory, offset)
                        && address.low() == Bytes.getLongBe(memory, offset + Long.BYTES);
    }

    private IpAddress address(final byte[] memory, final int offset) {
        return spec.ipVersion() == 4
                ? IpAddress.ofIpv4(Bytes.getIntBe(memory, offset))
                : new IpAddress(Bytes.getLongBe(memory, offset), Bytes.getLongBe(memory, offset + Long.BYTES));
    }

    /** A frame of this flow has arrived: its connection is open. */
    void onArrival(final int connection) {
        if (opening[connection]) {
            opening[connection] = false;
            bind(connection, ports[connection], headers[connection]);
        }
    }

    /** Of its echo messages. */
    private int identifier(final int connection) {
        return spec.answers() == null ? spec.sourcePort() + connection : askedFrom[connection];
    }

    private void bind(final int connection, final VirtualFunction port, final Flow flow) {
        if (port != ports[connection]) { // whoever has moved or started again opens it anew; an answer never does
            opening[connection] = spec.answers() == null && "tcp".equals(spec.protocol());
        }
        final byte[][] frames = FlowFrames.of(
                spec.frame().lengthsBytes(),
                FlowFrames.headers(
                        new FrameBuilder()
                                .macs(port.mac(), ends.nextHopMac(port, flow.destination()))
                                .tcpFlags(opening[connection] ? TcpLayout.FLAG_SYN : TcpLayout.FLAG_ACK),
                        spec,
                        flow,
                        spec.isIcmp() ? identifier(connection) : flow.sourcePort(),
                        spec.isIcmp() ? 0 : flow.destinationPort()));
        for (final FlowSource source : sources) {
            source.rebind(connection, port.queuePair(connection % port.queueCount()), frames);
        }
        ports[connection] = port;
        isLost[connection] = false;
    }
}
