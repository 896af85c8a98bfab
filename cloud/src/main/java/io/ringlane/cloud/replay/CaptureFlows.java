package io.ringlane.cloud.replay;

import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.traffic.FrameTag;
import io.ringlane.core.capture.CaptureReader;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.PacketParser;
import io.ringlane.core.rate.Cap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A capture, read whole: its frames in order, sorted into flows and directions.
 *
 * <p>The sender of the first frame is the first instance; whatever another MAC sent comes from the second.
 */
final class CaptureFlows {

    /** Frames of less than an Ethernet header, which no card can send. */
    private static final int MIN_FRAME_BYTES = 14;

    private static final int MAX_FRAME_BYTES = 65_535;
    private static final int MAX_FLOWS = FrameTag.MAX_FLOWS - LeadIn.FLOWS;
    private static final String NOT_IP = "other than IP";

    private final List<CapturedFrame> frames = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> protocols = new ArrayList<>();
    private final List<Boolean> forward = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final long[] key = new long[PacketParser.KEY_WORDS];
    private long firstMac = -1;
    private long firstTimestampNs;
    private long unsendable;
    private String truncation;

    private CaptureFlows() {}

    /** Reads a capture; frames keep their own timing unless a rate is given. */
    static CaptureFlows read(final ReplayOptions options) throws IOException {
        final CaptureFlows flows = new CaptureFlows();
        try (CaptureReader reader = CaptureReader.open(options.capture())) {
            flows.readAll(reader, options);
            flows.truncation = reader.isTruncated() ? reader.truncation() : null;
        }
        return flows;
    }

    /**
     * This capture's frames over and over, evenly spaced; flows keep their numbers and names.
     *
     * @param count how many frames in all; none if the capture has none
     */
    CaptureFlows repeated(final int count, final long gapNs) {
        final CaptureFlows repeated = new CaptureFlows();
        repeated.names.addAll(names);
        repeated.protocols.addAll(protocols);
        repeated.forward.addAll(forward);
        repeated.firstTimestampNs = firstTimestampNs;
        for (int i = 0; !frames.isEmpty() && i < count; i++) {
            final CapturedFrame frame = frames.get(i % frames.size());
            final int sequence = frame.sequence() + i / frames.size() * counts.get(frame.flow());
            repeated.frames.add(new CapturedFrame(
                    i * gapNs, frame.bytes(), frame.wireLengthBytes(), frame.flow(), sequence, frame.forward()));
        }
        return repeated;
    }

    private void readAll(final CaptureReader reader, final ReplayOptions options) throws IOException {
        final long budget = Runtime.getRuntime().maxMemory() / 2;
        long held = 0;
        long dueNs = 0;
        long fraction = 0;
        boolean first = true;
        while (reader.next()) {
            if (first) {
                firstTimestampNs = reader.timestampNs();
                first = false;
            }
            final int captured = Math.min(reader.capturedBytes(), MAX_FRAME_BYTES);
            final int wire = Math.max(reader.originalBytes(), captured);
            if (captured < MIN_FRAME_BYTES || wire > MAX_FRAME_BYTES) {
                unsendable++;
                continue;
            }
            if (options.keepsTiming()) {
                dueNs = Math.max(dueNs, reader.timestampNs() - firstTimestampNs); // a clock that was set back
            }
            if (options.durationNs() != 0 && dueNs >= options.durationNs()) {
                break;
            }
            held += captured + 64;
            if (held > budget) {
                throw new RunException("the capture is larger than half of the JVM's memory; give it more with"
                        + " RINGLANE_JAVA_OPTS=-Xmx... or replay a part with --duration");
            }
            add(java.util.Arrays.copyOf(reader.data(), captured), wire, dueNs);
            if (!options.keepsTiming()) {
                fraction += options.rateBitsPerSecond() != 0
                        ? Cap.costOfByte(options.rateBitsPerSecond()) * wire
                        : (1_000_000_000L << Cap.FRACTION_BITS) / options.ratePacketsPerSecond();
                dueNs += fraction >>> Cap.FRACTION_BITS;
                fraction &= Cap.FRACTION_MASK;
            }
        }
    }

    private void add(final byte[] bytes, final int wire, final long dueNs) {
        final long mac = Bytes.getLongBe(bytes, 6) >>> 16;
        if (firstMac < 0) {
            firstMac = mac;
        }
        final boolean isForward = mac == firstMac;
        final int kind = PacketParser.parse(bytes, 0, bytes.length, wire, key, 0);
        final String protocol = kind < 0 ? "-" : protocol(FlowKey.protocol(key[1]));
        final String name = (kind < 0 ? NOT_IP : describe(kind)) + (kind < 0 && !isForward ? ", back" : "");
        Integer flow = byName.get(name);
        if (flow == null) {
            if (names.size() == MAX_FLOWS) {
                throw new RunException(
                        "the capture holds more than " + MAX_FLOWS + " flows; replay a part of it with --duration");
            }
            flow = names.size();
            byName.put(name, flow);
            names.add(name);
            protocols.add(protocol);
            forward.add(isForward);
            counts.add(0);
        }
        final int sequence = counts.get(flow);
        counts.set(flow, sequence + 1);
        frames.add(new CapturedFrame(dueNs, bytes, wire, flow, sequence, isForward));
    }

    private String describe(final int kind) {
        final boolean isIpv6 = kind != PacketParser.IPV4;
        final String source = isIpv6 ? ipv6(key[2], key[3]) : ipv4(FlowKey.ipv4Source(key[0]));
        final String destination = isIpv6 ? ipv6(key[4], key[5]) : ipv4(FlowKey.ipv4Destination(key[0]));
        final int sourcePort = FlowKey.sourcePort(key[1]);
        final int destinationPort = FlowKey.destinationPort(key[1]);
        if (FlowKey.isIcmp(key[1]) || sourcePort == 0 && destinationPort == 0) {
            return source + " > " + destination + " " + protocol(FlowKey.protocol(key[1]));
        }
        final String format = isIpv6 ? "[%s]:%d > [%s]:%d" : "%s:%d > %s:%d"; // brackets as RFC 5952, section 6
        return String.format(Locale.ROOT, format, source, sourcePort, destination, destinationPort);
    }

    private static String ipv4(final int address) {
        return IpAddress.ofIpv4(address).toString();
    }

    private static String ipv6(final long highOnWire, final long lowOnWire) {
        final IpAddress address = new IpAddress(Long.reverseBytes(highOnWire), Long.reverseBytes(lowOnWire));
        return (address.isIpv4() ? "::ffff:" : "") + address; // RFC 5952, section 5
    }

    private static String protocol(final int number) {
        return switch (number) {
            case IpProtocol.TCP -> "tcp";
            case IpProtocol.UDP -> "udp";
            case 1 -> "icmp";
            case 58 -> "icmp6";
            default -> "ip " + number;
        };
    }

    List<CapturedFrame> frames() {
        return frames;
    }

    int flowCount() {
        return names.size();
    }

    String name(final int flow) {
        return names.get(flow);
    }

    String protocolOf(final int flow) {
        return protocols.get(flow);
    }

    boolean isForward(final int flow) {
        return forward.get(flow);
    }

    /** When the capture's first frame was recorded, nanoseconds since 1970. */
    long firstTimestampNs() {
        return firstTimestampNs;
    }

    /** Frames that no card can send: shorter than an Ethernet header, or longer than 65535 bytes. */
    long unsendable() {
        return unsendable;
    }

    /** Where and how the file breaks off, or null. */
    String truncation() {
        return truncation;
    }

    int longestBytes() {
        int longest = 1500;
        for (final CapturedFrame frame : frames) {
            longest = Math.max(longest, frame.bytes().length);
        }
        return longest;
    }
}
