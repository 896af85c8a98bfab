package io.ringlane.cloud.run;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.core.packet.FrameBuilder;
import java.util.HashMap;
import java.util.Map;

/** The frames that a flow sends. */
final class FlowFrames {

    private FlowFrames() {}

    /** One frame of each length with the same headers. */
    static byte[][] of(final int[] lengthsBytes, final FrameBuilder headers) {
        final byte[][] frames = new byte[lengthsBytes.length][];
        final Map<Integer, byte[]> made = new HashMap<>();
        for (int i = 0; i < frames.length; i++) {
            frames[i] = made.computeIfAbsent(lengthsBytes[i], length -> {
                final byte[] frame = new byte[length];
                headers.write(frame, 0, length);
                return frame;
            });
        }
        return frames;
    }

    /** Headers above IP of one connection of a flow, from 0. */
    static FrameBuilder transport(final FrameBuilder builder, final FlowSpec spec, final int connection) {
        return transport(builder, spec, spec.sourcePort() + connection, spec.port());
    }

    /** IP and what is above it, for a connection with addresses of its own. */
    static FrameBuilder headers(
            final FrameBuilder builder, final FlowSpec spec, final Flow flow, final int sourcePort, final int port) {
        if (flow.source().isIpv4()) {
            builder.ipv4(flow.source().ipv4(), flow.destination().ipv4());
        } else {
            builder.ipv6(
                    flow.source().high(),
                    flow.source().low(),
                    flow.destination().high(),
                    flow.destination().low());
        }
        return transport(builder, spec, sourcePort, port);
    }

    private static FrameBuilder transport(
            final FrameBuilder builder, final FlowSpec spec, final int sourcePort, final int port) {
        if (spec.isIcmp()) {
            return builder.echo(spec.answers() != null, sourcePort, 0);
        }
        return "tcp".equals(spec.protocol()) ? builder.tcp(sourcePort, port) : builder.udp(sourcePort, port);
    }
}
