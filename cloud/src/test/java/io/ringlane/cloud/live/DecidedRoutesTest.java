package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.live.DecidedRoutes.Finding;
import io.ringlane.cloud.live.DecidedRoutes.Moment;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.state.Reads;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import io.ringlane.dataplane.pipeline.Routes;
import io.ringlane.placement.topology.Region;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
                new Finding(content, null, null, reads, true, NOTHING),
                () -> routes.refused(DropReason.SECURITY_GROUP_INGRESS));
    }

    private Route way(Object content, Reads reads, long... opened) {
        return decided.route(
                decided.now(),
                new Finding(content, null, new DecidedRoutes.Question(null, null), reads, false, opened),
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
    void shouldWriteDownARefusalThoughOtherConnectionsWereOpenedSinceItWasBegun() {
        Moment begun = decided.now();
        for (int i = 0; i < 50; i++) {
            way("way " + i, reads(SUBNET), 100 + i, 200 + i);
        }
        Route refused = refusal(begun, "denied", reads(SUBNET, CONNECTION));
        assertThat(refused).isNotNull();
        assertThat(refused.isRetired()).isFalse();
    }

    @Test
    void shouldDecideARefusalAnewIfNobodyKnowsAnyMoreWhichConnectionsWereOpenedSinceItWasBegun() {
        Moment begun = decided.now();
        for (int i = 0; i < 200; i++) {
            way("way " + i, reads(SUBNET), 1_000 + i, 2_000 + i);
        }
        assertThat(refusal(begun, "denied", reads(SUBNET, CONNECTION))).isNull();
    }

    /** Somebody opens them faster than one can decide: a worker has other flows, too. */
    @Test
    void shouldRefuseOnePacketAtLast() {
        Moment begun = decided.now().asLast();
        way("way", reads(SUBNET), CONNECTION);
        Route refused = refusal(begun, "denied", reads(SUBNET, CONNECTION));
        assertThat(refused.refusal()).isEqualTo(DropReason.SECURITY_GROUP_INGRESS);
        assertThat(refused.isRetired()).as("the next packet asks again").isTrue();
        assertThat(decided.inForce()).isOne();
        decided.end(77);
        assertThat(refusal(begun, "denied", reads(SUBNET))).as("after a change").isNull();
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
        assertThat(decided.ended()).isEqualTo(MANY - decided.inForce());
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
        decided.onChange(List.of(SUBNET), Set.of(), (question, reads) -> {
            reads.add(77);
            return "holds";
        });
        assertThat(holds.isRetired()).isFalse();
        assertThat(other.isRetired()).isTrue();
        assertThat(decided.confirmed()).isOne();
        decided.end(77); // on which it depends since
        assertThat(holds.isRetired()).isTrue();
    }

    @Test
    void shouldRetireWhatIsInDoubtIfAnAnswerFails() {
        Route first = way("first", reads(SUBNET));
        Route second = way("second", reads(SUBNET));
        Route apart = way("apart", reads(CONNECTION));
        IllegalStateException failure = new IllegalStateException("no answer");
        assertThatThrownBy(() -> decided.onChange(List.of(SUBNET), Set.of(), (question, reads) -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(first.isRetired()).isTrue();
        assertThat(second.isRetired()).isTrue();
        assertThat(apart.isRetired()).isFalse();
    }

    /** Nobody knows what it would have come to. */
    @Test
    void shouldRetireAllIfWhatWasTouchedCannotBeTold() {
        Route first = way("first", reads(SUBNET));
        Route apart = way("apart", reads(CONNECTION));
        IllegalStateException failure = new IllegalStateException("nobody knows");
        Iterable<Long> touched = () -> Stream.of(SUBNET, CONNECTION)
                .peek(each -> {
                    if (each == CONNECTION) {
                        throw failure;
                    }
                })
                .iterator();
        assertThatThrownBy(() -> decided.onChange(touched, Set.of(), (question, reads) -> "first"))
                .isSameAs(failure);
        assertThat(first.isRetired()).isTrue();
        assertThat(apart.isRetired()).isTrue();
        assertThat(decided.dependencies()).isZero();
    }

    private final LiveRegion live =
            new LiveRegion(new Region("us-east-1", 1, 1, 1, 1, 1500), new VirtualClock(), LiveSettings.defaults());
    private final VirtualFunction port = live.internet();
    private final FlowClass all = FlowClass.of(port, Flow.udp("10.0.0.1", 1, "10.0.0.2", 53));

    private Route wayOfAll(Object content) {
        return decided.route(
                decided.now(),
                new Finding(content, all, new DecidedRoutes.Question(null, null), reads(SUBNET), false, NOTHING),
                () -> routes.to(port, new RoutePath(0, 0, 0, 0, 1500, false)));
    }

    private void change(Object holds) {
        decided.onChange(List.of(SUBNET), Set.of(), (question, reads) -> {
            reads.add(SUBNET);
            return holds;
        });
    }

    @Test
    void shouldLeadOthersOfAClassWhereItsFirstFlowWasLed() {
        assertThat(decided.known(all)).isNull();
        Route way = wayOfAll("open");
        assertThat(decided.known(all)).isSameAs(way);
        decided.end(SUBNET);
        assertThat(decided.known(all)).isNull();
    }

    @Test
    void shouldTakeARouteIntoUseAgainWhenAChangeIsTakenBack() {
        Route way = wayOfAll("open");
        for (int i = 0; i < 20; i++) {
            change("closed");
            assertThat(decided.known(all)).isNull();
            assertThat(decided.inForce()).isZero();
            change("open");
            assertThat(decided.known(all)).isSameAs(way);
            assertThat(decided.inForce()).isOne();
        }
        assertThat(way.isRetired()).isFalse();
        assertThat(decided.ended()).isEqualTo(20);
        change("closed");
        assertThat(wayOfAll("open")).as("by a decision").isSameAs(way);
        assertThat(decided.known(all)).isSameAs(way);
    }

    /** Others of the class are refused now, and those on the route with them, or they may stay on it. */
    private void changeForOthers(DecidedRoutes.Rejection rejection, boolean mayStay) {
        decided.onChange(List.of(SUBNET), Set.of(), new DecidedRoutes.Answers() {
            @Override
            public Object contentOf(DecidedRoutes.Question question, Reads reads) {
                reads.add(SUBNET);
                reads.add(CONNECTION);
                return "something else";
            }

            @Override
            public DecidedRoutes.Rejection rejectionOf(Object content, Object others) {
                return rejection;
            }

            @Override
            public boolean mayStay(Object content, Object others) {
                return mayStay;
            }
        });
    }

    @Test
    void shouldRetireARouteIfItCannotBeTold() {
        Route way = wayOfAll("open");
        IllegalStateException failure = new IllegalStateException("nobody can tell");
        assertThatThrownBy(() -> decided.onChange(List.of(SUBNET), Set.of(), new DecidedRoutes.Answers() {
                    @Override
                    public Object contentOf(DecidedRoutes.Question question, Reads reads) {
                        return "something else";
                    }

                    @Override
                    public boolean mayStay(Object content, Object others) {
                        throw failure;
                    }
                }))
                .isSameAs(failure);
        assertThat(way.isRetired()).isTrue();
        assertThat(decided.known(all)).isNull();
    }

    private void deny() {
        changeForOthers(new DecidedRoutes.Rejection(DropReason.SECURITY_GROUP_INGRESS, CONNECTION), false);
    }

    @Test
    void shouldKeepARouteThatRefusesItsFlowsUntilAConnectionIsOpened() {
        Route way = wayOfAll("open");
        for (int i = 0; i < 20; i++) {
            deny();
            assertThat(way.isRetired()).isFalse();
            assertThat(decided.inForce()).isOne();
            assertThat(decided.known(all)).as("for new flows").isNull();
        }
        change("open");
        assertThat(decided.known(all)).isSameAs(way);
        assertThat(decided.ended()).isZero();
        way("connection", reads(10), CONNECTION);
        assertThat(way.isRetired()).as("while it refuses nothing").isFalse();
        deny();
        assertThat(decided.known(all)).as("once a connection was opened").isNull();
        assertThat(way.isRetired()).isFalse();
    }

    @Test
    void shouldEndARouteThatRefusesItsFlowsOnceAConnectionIsOpened() {
        Route way = wayOfAll("open");
        deny();
        way("connection", reads(10), CONNECTION);
        assertThat(way.isRetired()).isTrue();
        assertThat(decided.known(all)).isNull();
    }

    @Test
    void shouldEndRoutesThatRefuseWhenSomebodyWantsToKnowWhich() {
        Route way = wayOfAll("open");
        decided.endRefusing();
        assertThat(way.isRetired()).isFalse();
        deny();
        decided.endRefusing();
        assertThat(way.isRetired()).isTrue();
    }

    /** It was noted too late for the decision that opened it, and is remembered all the same. */
    @Test
    void shouldNoteAConnectionOfADecisionThatComesTooLate() {
        Route way = wayOfAll("open");
        Moment begun = decided.now();
        change("open");
        assertThat(decided.opened(begun, new long[] {CONNECTION})).isFalse();
        deny();
        assertThat(decided.known(all)).isNull();
        assertThat(way.isRetired()).isFalse();
    }

    @Test
    void shouldLeaveFlowsWhereTheyMayStayAndLeadOthersElsewhere() {
        Route way = wayOfAll("tracked");
        for (int i = 0; i < 20; i++) {
            changeForOthers(null, true);
        }
        assertThat(decided.known(all)).isNull();
        assertThat(way.isRetired()).isFalse();
        assertThat(decided.inForce()).isOne();
        assertThat(decided.ended()).isZero();
        change("tracked");
        assertThat(decided.known(all)).isSameAs(way);
    }

    @Test
    void shouldNotKeepForEverWhatDoesNotHoldAgain() {
        Route way = wayOfAll("open");
        for (int i = 0; i < 20; i++) {
            change("closed " + i);
        }
        assertThat(way.isRetired()).isTrue();
        assertThat(decided.dependencies()).isZero();
        assertThat(decided.inForce()).isZero();
        assertThat(decided.ended()).isOne();
    }

    @Test
    void shouldRetireTheRouteOfASenderThatHasBeenOutOfUse() {
        Route way = decided.route(
                decided.now(),
                new Finding("open", all, new DecidedRoutes.Question(port, null), reads(SUBNET), false, NOTHING),
                () -> routes.refused(DropReason.NO_ROUTE)); // leads to no port that could be out of use
        change("open");
        assertThat(way.isRetired()).isFalse();
        port.withdraw();
        port.restore();
        change("open");
        assertThat(way.isRetired()).isTrue();
    }

    @Test
    void shouldMakeARouteAnewWhosePortHasBeenOutOfUse() {
        Route way = wayOfAll("open");
        port.withdraw();
        change("closed");
        port.restore();
        change("open");
        assertThat(way.isRetired()).isTrue();
        assertThat(wayOfAll("open")).isNotSameAs(way);
    }
}
