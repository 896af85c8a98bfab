package io.ringlane.dataplane.pipeline;

/**
 * A worker's part in a round of {@link Routes}: takes its flows off retired routes, a few a turn, and waits until the packets
 * that were on their way when the round began have ended. One thread.
 */
final class RouteSweep {

    /** Records looked at in a turn: less than half a microsecond, as they lie in a row. */
    private static final int RECORDS_A_TURN = 256;

    private final FlowTable flows;
    private final RouteCache routes;
    private final Passage passage;
    private Runnable finished; // null without a round
    private int cursor;
    private int end;

    RouteSweep(final FlowTable flows, final RouteCache routes, final Passage passage) {
        this.flows = flows;
        this.routes = routes;
        this.passage = passage;
    }

    /** Begins a round; flows and packets from now on have no route that was retired before. */
    void begin(final Runnable whenFinished) {
        passage.beginPhase();
        cursor = 1;
        end = flows.recordLimit();
        finished = whenFinished;
    }

    /** Does a little; returns the records looked at. */
    int work() {
        if (finished == null) {
            return 0;
        }
        final int first = cursor;
        cursor = Math.min(end, first + RECORDS_A_TURN);
        for (int record = first; record < cursor; record++) {
            if (flows.isFlow(record)) {
                detach(record);
            }
        }
        if (cursor == end && passage.isPhaseOver()) {
            final Runnable told = finished;
            finished = null;
            told.run();
        }
        return cursor - first;
    }

    private void detach(final int record) {
        final long[] words = flows.words(record);
        final int state = FlowTable.base(record) + FlowRecordLayout.STATE;
        final Route route = routes.get(FlowRecordLayout.route(words[state]));
        if (route.isRetired()) {
            flows.settle(record, 0, 0); // on the route that it leaves
            if (route.crossing() != null) {
                words[state] = FlowRecordLayout.following(words[state]);
            }
            words[state] &= ~((long) FlowRecordLayout.MAX_ROUTE_INDEX << FlowRecordLayout.ROUTE_SHIFT);
        }
    }
}
