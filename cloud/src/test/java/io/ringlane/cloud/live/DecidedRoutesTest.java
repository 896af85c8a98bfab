package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.live.DecidedRoutes.Finding;
import io.ringlane.cloud.live.DecidedRoutes.Moment;
import io.ringlane.cloud.state.Reads;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.Routes;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecidedRoutesTest {

    private static final int MOST = 64;
    private static final int MANY = 100_000;
    private static final long SUBNET = 1;
    private static final long CONNECTION = 2;
    private static final long[] NOTHING = {};

    private final Routes routes = new Routes();
    private final DecidedRoutes decided = new DecidedRoutes(routes, MOST);

    private static Reads reads(long... numbers) {
        Reads reads = new Reads();
        for (long each : numbers) {
            reads.add(each);
        }
        return reads;
    }

    private Route refusal(Moment begun, Object content, Reads reads) {
        return decided.route(
                begun,
                new Finding(content, null, reads, true, NOTHING),
                () -> routes.refused(DropReason.SECURITY_GROUP_INGRESS));
    }

    private Route way(Object content, Reads reads, long... opened) {
        return decided.route(
                decided.now(),
                new Finding(content, new DecidedRoutes.Question(null, null), reads, false, opened),
                () -> routes.refused(DropReason.NO_ROUTE)); // any route would do
    }

    @Test
    void shouldEndARefusalOnceTheConnectionThatItLacksIsOpened() {
        Route refused = refusal(decided.now(), "denied", reads(SUBNET, CONNECTION));
        assertThat(refused.isRetired()).isFalse();
        way("way", reads(SUBNET), CONNECTION);
        assertThat(refused.isRetired()).isTrue();
    }

    /** The other side opened it while this one was being refused: nothing would ever end the refusal. */
    @Test
    void shouldNotWriteDownARefusalIfAConnectionWasOpenedSinceItWasBegun() {
        Moment begun = decided.now();
        way("way", reads(SUBNET), CONNECTION);
        assertThat(refusal(begun, "denied", reads(SUBNET, CONNECTION))).isNull();
        assertThat(refusal(decided.now(), "denied", reads(SUBNET, CONNECTION))).isNotNull();
    }

    @Test
    void shouldNotWriteDownWhatWasBegunBeforeAReceiverWasThere() {
        Moment begun = decided.now();
        decided.end(CONNECTION); // on which nothing depends yet
        assertThat(refusal(begun, "denied", reads(CONNECTION))).isNull();
    }

    @Test
    void shouldTakeNoMoreRoomHoweverManyWaysThereAre() {
        for (int i = 0; i < MANY; i++) {
            assertThat(way("port " + i, reads(SUBNET, 10 + i)).isRetired()).isFalse();
            assertThat(decided.inForce()).isLessThanOrEqualTo(MOST);
            assertThat(decided.dependencies()).isLessThanOrEqualTo(2 * MOST + 2);
        }
        assertThat(decided.retired()).isEqualTo(MANY - decided.inForce());
    }

    @Test
    void shouldTakeNoMoreRoomHoweverManyFlowsOneRefusalStandsFor() {
        for (int i = 0; i < MANY; i++) {
            refusal(decided.now(), "denied", reads(SUBNET, 10 + i)); // a connection of its own each
            assertThat(decided.dependencies()).isLessThanOrEqualTo(3 * MOST);
        }
        assertThat(decided.inForce()).isBetween(1, MOST);
    }

    @Test
    void shouldKeepARouteThatManyFlowsShareWhileOneSenderMakesUpOthers() {
        Route shared = null;
        for (int i = 0; i < 1000; i++) {
            shared = way("shared", reads(SUBNET));
        }
        for (int i = 0; i < 5 * MOST; i++) {
            way("made up " + i, reads(SUBNET, 10 + i));
        }
        assertThat(shared.isRetired()).isFalse();
        assertThat(way("shared", reads(SUBNET))).isSameAs(shared);
    }

    @Test
    void shouldPushOutTheOldestOfThoseThatFewFlowsShare() {
        Route first = way("first", reads(SUBNET));
        Route second = way("second", reads(SUBNET));
        for (int i = 2; i < MOST; i++) {
            way("more " + i, reads(SUBNET));
        }
        assertThat(first.isRetired()).isFalse();
        way("one too many", reads(SUBNET));
        assertThat(first.isRetired()).isTrue();
        assertThat(second.isRetired()).isFalse();
    }

    @Test
    void shouldForgetWhatRetiredRoutesDependedOn() {
        for (int i = 0; i < MOST; i++) {
            way("way " + i, reads(SUBNET, 10 + i, 1_000 + i % 2));
        }
        assertThat(decided.dependencies()).isEqualTo(MOST + 3);
        decided.end(1_000);
        assertThat(decided.dependencies()).isEqualTo(MOST / 2 + 2);
        decided.end(SUBNET);
        assertThat(decided.dependencies()).isZero();
        assertThat(decided.inForce()).isZero();
    }

    @Test
    void shouldConfirmWhatHoldsAndRetireTheRest() {
        Route holds = way("holds", reads(SUBNET));
        Route other = way("other", reads(SUBNET));
        decided.onChange(List.of(SUBNET), (question, reads) -> {
            reads.add(77);
            return "holds";
        });
        assertThat(holds.isRetired()).isFalse();
        assertThat(other.isRetired()).isTrue();
        assertThat(decided.confirmed()).isOne();
        decided.end(77); // on which it depends since
        assertThat(holds.isRetired()).isTrue();
    }
}
