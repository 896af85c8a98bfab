package io.ringlane.benchmarks.datapath;

import io.ringlane.dataplane.pipeline.Translation;

/**
 * Any number of receivers, each with one address. Packets may arrive with other addresses than they were sent with: a public
 * one on either side, as behind a gateway.
 */
final class PortAddressing extends Addressing {

    private static final int SOURCE_NET = 0xC0A80000;
    private static final int SENT_NET = 0x0A000000;
    private static final int TRANSLATED_NET = 0xAC000000; // 172.0.0.0/8
    private static final int TRANSLATED_SOURCE = 0xC6120001; // 198.18.0.1
    private static final int DESTINATION_PORT = 4789;
    private static final int FIRST_SOURCE_PORT = 1024;
    private static final int SPREAD = (int) 2654435761L;

    private final int receivers;
    private final boolean isTranslated;

    /** @param receivers how many, below 65,536 */
    PortAddressing(final int receivers, final boolean isTranslated) {
        this.receivers = receivers;
        this.isTranslated = isTranslated;
    }

    @Override
    public long addresses(final int flow) {
        return wire(SOURCE_NET | flow & 0xFFFF, SENT_NET | receiver(flow) << 8 | 1);
    }

    @Override
    public int ports(final int flow) {
        return wirePorts(FIRST_SOURCE_PORT + (flow >>> 16), DESTINATION_PORT);
    }

    @Override
    public int receiver(final int flow) {
        return (int) (Integer.toUnsignedLong(flow * SPREAD) * receivers >>> 32);
    }

    @Override
    public int receiverOf(final int destination) {
        return destination >>> 8 & 0xFFFF;
    }

    @Override
    public long arrivingAddresses(final int flow) {
        return isTranslated ? wire(TRANSLATED_SOURCE, translated(receiver(flow))) : addresses(flow);
    }

    private static int translated(final int receiver) {
        return TRANSLATED_NET | receiver << 8 | 1;
    }

    /** What the way to a receiver changes, or null. */
    Translation translation(final int receiver) {
        return isTranslated
                ? new Translation(
                        true, TRANSLATED_SOURCE, Translation.KEEP, true, translated(receiver), Translation.KEEP)
                : null;
    }
}
