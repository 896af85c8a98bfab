package io.ringlane.cloud.replay;

import static io.ringlane.core.frame.FrameLayout.ACCEPTED_OFFSET;
import static io.ringlane.core.frame.FrameLayout.INTENDED_OFFSET;
import static io.ringlane.core.frame.FrameLayout.LONGEST_WAIT_OFFSET;
import static io.ringlane.core.frame.FrameLayout.METADATA_BYTES;
import static io.ringlane.core.frame.FrameLayout.TAG_OFFSET;

import io.ringlane.cloud.region.Instance;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FrameTag;
import io.ringlane.core.capture.CaptureWriter;
import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.memory.Bytes;
import io.ringlane.dataplane.nic.CapPoint;
import io.ringlane.dataplane.nic.FrameHandler;
import io.ringlane.dataplane.pipeline.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Takes what arrives at one of the two instances: meters it, and writes it to a capture if one is wanted. */
final class CaptureSink implements FrameHandler {

    private final FlowMeter[] meters;
    private final List<List<CapturedFrame>> byFlow;
    private final Instance from;
    private final Instance to;
    private final String path;
    private final CaptureWriter writer;
    private final int writerInterface;
    private final long epochNs;
    private long nowNs;

    CaptureSink(
            final FlowMeter[] meters,
            final List<List<CapturedFrame>> byFlow,
            final Instance from,
            final Instance to,
            final String path,
            final CaptureWriter writer,
            final int writerInterface,
            final long epochNs) {
        this.meters = meters;
        this.byFlow = byFlow;
        this.from = from;
        this.to = to;
        this.path = path;
        this.writer = writer;
        this.writerInterface = writerInterface;
        this.epochNs = epochNs;
    }

    int receive(final long now) {
        nowNs = now;
        int count = 0;
        for (int queue = 0; queue < to.port().queueCount(); queue++) {
            count += to.port().queuePair(queue).receive(this, 256);
        }
        return count;
    }

    @Override
    public void onFrame(final byte[] memory, final int offset, final int lengthBytes, final long descriptor) {
        final int metadata = offset - METADATA_BYTES;
        final long tag = Bytes.getLong(memory, metadata + TAG_OFFSET);
        if (tag == FrameTag.NONE || FrameTag.flow(tag) >= meters.length) {
            return; // of the data plane itself, or ahead of the capture
        }
        final int flow = FrameTag.flow(tag);
        final int wire = byFlow.get(flow).get(FrameTag.sequence(tag)).wireLengthBytes();
        meters[flow].onArrival(tag, wire, Bytes.getLong(memory, metadata + INTENDED_OFFSET), nowNs, nowNs);
        if (writer != null) {
            try {
                writer.write(
                        writerInterface,
                        epochNs + nowNs,
                        memory,
                        offset,
                        lengthBytes,
                        wire,
                        comment(memory, metadata, descriptor));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String comment(final byte[] memory, final int metadata, final long descriptor) {
        if ((Descriptor.flags(descriptor) & Descriptor.WAITED) == 0) {
            return path + "; waited at no cap; no delay";
        }
        final long wait = Bytes.getLong(memory, metadata + LONGEST_WAIT_OFFSET);
        final long waitNs = wait & (1L << Pipeline.WAIT_BITS) - 1;
        final long delayNs = nowNs - Bytes.getLong(memory, metadata + ACCEPTED_OFFSET);
        final String cap = waitNs == 0
                ? "waited at no cap"
                : String.format(
                        Locale.ROOT,
                        "waited %2$.3f us at the %1$s",
                        label((int) (wait >>> Pipeline.WAIT_BITS)),
                        waitNs / 1e3);
        return String.format(Locale.ROOT, "%s; %s; delay %.3f us", path, cap, delayNs / 1e3);
    }

    private String label(final int code) {
        if (code == Pipeline.WAIT_FLOW_CAP) {
            return "flow cap";
        }
        final boolean inside = from.port().card() == to.port().card();
        final boolean isInbound = code >= Pipeline.STAGE_INBOUND;
        final CapPoint[] caps =
                isInbound ? to.port().inbound(inside) : from.port().outbound(inside);
        return caps[isInbound ? code - Pipeline.STAGE_INBOUND : code - 1].label();
    }
}
