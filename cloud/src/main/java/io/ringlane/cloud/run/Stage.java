package io.ringlane.cloud.run;

import io.ringlane.dataplane.worker.DataPlane;

/** What moves packets in virtual time, turn by turn. */
public interface Stage {

    /** When there is something to do next; {@link Long#MAX_VALUE} if only a sender can tell. */
    long nextNs();

    /** When there is something to do next for a packet, housekeeping left out. */
    long nextPacketNs();

    /** Does all there is to do at the present time; returns the work done. */
    int turn();

    /** A data plane alone. */
    static Stage of(final DataPlane dataPlane) {
        return new Stage() {
            @Override
            public long nextNs() {
                return dataPlane.nextNs();
            }

            @Override
            public long nextPacketNs() {
                return dataPlane.nextNs();
            }

            @Override
            public int turn() {
                return dataPlane.turn();
            }
        };
    }
}
