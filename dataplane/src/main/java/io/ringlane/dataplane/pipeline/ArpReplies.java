package io.ringlane.dataplane.pipeline;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.ArpLayout;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Arrays;

/** Answers ARP requests for a port's neighbours. One a worker, its thread only. */
final class ArpReplies {

    private static final int MAC_HIGH_SHIFT = 32;

    private final FrameRegion region;
    private final Neighbours neighbours;

    ArpReplies(final FrameRegion region, final Neighbours neighbours) {
        this.region = region;
        this.neighbours = neighbours;
    }

    /** Whether a frame is an ARP message of any kind, and there is somebody to ask. */
    boolean isArp(final int frame, final int lengthBytes) {
        return neighbours != Neighbours.NONE
                && lengthBytes >= EthernetLayout.HEADER_BYTES
                && Bytes.getUnsignedShortBe(region.memory(frame), region.data(frame) + EthernetLayout.TYPE_OFFSET)
                        == EthernetLayout.TYPE_ARP;
    }

    /**
     * The MAC that a frame asks for.
     *
     * @return {@link Neighbours#NOBODY} if it is no whole request, or nobody has the address
     */
    long wanted(final int frame, final int lengthBytes, final VirtualFunction asker) {
        final byte[] memory = region.memory(frame);
        final int arp = region.data(frame) + EthernetLayout.HEADER_BYTES;
        if (lengthBytes < EthernetLayout.HEADER_BYTES + ArpLayout.MESSAGE_BYTES
                || Bytes.getLongBe(memory, arp) != ArpLayout.REQUEST_HEADER) {
            return Neighbours.NOBODY;
        }
        final int target = Bytes.getIntBe(memory, arp + ArpLayout.TARGET_ADDRESS_OFFSET);
        final int sender = Bytes.getIntBe(memory, arp + ArpLayout.SENDER_ADDRESS_OFFSET);
        final boolean isProbe = sender == 0 || sender == target; // the latter announces what was probed for
        return isProbe ? neighbours.holderOf(asker, target) : neighbours.macOf(asker, target);
    }

    /**
     * Writes the answer to a request.
     *
     * @param request the frame that asks
     * @param reply the frame to write into
     * @return its length
     */
    int build(final int request, final int reply, final VirtualFunction asker, final long mac) {
        final byte[] from = region.memory(request);
        final int asked = region.data(request) + EthernetLayout.HEADER_BYTES;
        final byte[] to = region.memory(reply);
        final int frame = region.data(reply);
        final int arp = frame + EthernetLayout.HEADER_BYTES;
        putMac(to, frame + EthernetLayout.DESTINATION_OFFSET, asker.mac());
        putMac(to, frame + EthernetLayout.SOURCE_OFFSET, mac);
        Bytes.putShortBe(to, frame + EthernetLayout.TYPE_OFFSET, EthernetLayout.TYPE_ARP);
        Bytes.putLongBe(to, arp, ArpLayout.REPLY_HEADER);
        putMac(to, arp + ArpLayout.SENDER_MAC_OFFSET, mac);
        Bytes.putIntBe(
                to,
                arp + ArpLayout.SENDER_ADDRESS_OFFSET,
                Bytes.getIntBe(from, asked + ArpLayout.TARGET_ADDRESS_OFFSET));
        putMac(to, arp + ArpLayout.TARGET_MAC_OFFSET, asker.mac());
        Bytes.putIntBe(
                to,
                arp + ArpLayout.TARGET_ADDRESS_OFFSET,
                Bytes.getIntBe(from, asked + ArpLayout.SENDER_ADDRESS_OFFSET));
        final int used = EthernetLayout.HEADER_BYTES + ArpLayout.MESSAGE_BYTES;
        Arrays.fill(to, frame + used, frame + EthernetLayout.MIN_FRAME_BYTES, (byte) 0);
        Bytes.putLong(to, region.metadata(reply) + FrameLayout.TAG_OFFSET, MtuReplies.TAG);
        return EthernetLayout.MIN_FRAME_BYTES;
    }

    private static void putMac(final byte[] memory, final int index, final long mac) {
        Bytes.putShortBe(memory, index, (int) (mac >>> MAC_HIGH_SHIFT));
        Bytes.putIntBe(memory, index + Short.BYTES, (int) mac);
    }
}
