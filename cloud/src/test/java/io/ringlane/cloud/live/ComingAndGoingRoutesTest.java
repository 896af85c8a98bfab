package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.live.DecidedRoutes.Finding;
import io.ringlane.cloud.live.DecidedRoutes.Question;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.RouteRead;
import io.ringlane.cloud.vpc.RouteTarget;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import io.ringlane.dataplane.pipeline.Routes;
import io.ringlane.placement.topology.Region;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link DecidedRoutes} asks when routes of a table come, go and lead elsewhere. */
class ComingAndGoingRoutesTest {

    private static final long INTERFACE = 1;
    private static final long ROUTES = 2;
    private static final long OTHER_INTERFACE = 3;
    private static final IpAddress DESTINATION = IpAddress.parse("10.0.0.2");
    private static final long[] NOTHING = {};

    private final Routes routes = new Routes();
    private final DecidedRoutes decided = new DecidedRoutes(routes, 64);
    private final LiveRegion live =
            new LiveRegion(new Region("us-east-1", 1, 1, 1, 1, 1500), new VirtualClock(), LiveSettings.defaults());
    private final VirtualFunction port = live.internet();
    private final FlowClass all = FlowClass.of(port, Flow.udp("10.0.0.1", 1, "10.0.0.2", 53));
    private long target = 1; // of the route
    private String prefix = ""; // of what flows come to by it
    private long alsoRead = ROUTES;
    private int asked;

    private static io.ringlane.cloud.vpc.Route routeTo(long key) {
        return new io.ringlane.cloud.vpc.Route(
                Cidr.parse("10.0.0.0/24", "destinationCidrBlock"),
                new RouteTarget(ResourceKind.INTERFACE, key),
                io.ringlane.cloud.vpc.Route.Origin.STATIC);
    }

    private final DecidedRoutes.Answers answers = new DecidedRoutes.Answers() {
        @Override
        public Object contentOf(Question question, Reads reads) {
            asked++;
            reads.add(INTERFACE);
            reads.add(ROUTES);
            reads.add(alsoRead);
            reads.addRoute(new RouteRead(7, DESTINATION, routeTo(target)));
            return content();
        }

        @Override
        public boolean holds(RouteRead read) {
            return read.route().equals(routeTo(target));
        }
    };

    /** Where 3 leads, there 2 leads too, another way. */
    private String content() {
        return prefix + (target == 3 ? 2 : target);
    }

    private Route decide() {
        Reads reads = new Reads();
        reads.add(INTERFACE);
        reads.add(ROUTES);
        return decided.route(
                decided.now(),
                new Finding(content(), all, new Question(null, null), reads, false, NOTHING),
                () -> routes.to(port, new RoutePath(0, 0, 0, 0, 1500, false)));
    }

    private void lead(long to) {
        target = to;
        decided.onChange(Set.of(ROUTES), Set.of(ROUTES), answers);
    }

    private void change(long number) {
        decided.onChange(List.of(number), Set.of(), answers);
    }

    @Test
    void shouldAskOnceForEachEndOfARouteThatLeadsToOneAndTheOther() {
        Route first = decide();
        lead(2);
        Route second = decide();
        lead(1);
        assertThat(asked).isEqualTo(2);
        for (int i = 0; i < 20; i++) {
            lead(2);
            assertThat(decided.known(all)).isSameAs(second);
            lead(1);
            assertThat(decided.known(all)).isSameAs(first);
        }
        assertThat(asked).isEqualTo(2);
        assertThat(decided.inForce()).isOne();
        assertThat(decided.ended()).isEqualTo(2 + 2 * 20);
        assertThat(decided.confirmed()).isEqualTo(1 + 2 * 20);
    }

    /** Flows that sent nothing while it led there have no route to there. */
    @Test
    void shouldKnowWhatItComesToThoughNobodyWentThere() {
        Route first = decide();
        for (int i = 0; i < 20; i++) {
            lead(2);
            assertThat(decided.known(all)).isNull();
            lead(1);
            assertThat(decided.known(all)).isSameAs(first);
        }
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void shouldAskAgainWhenSomethingElseHasChangedMeanwhile() {
        Route first = decide();
        lead(2);
        lead(1);
        assertThat(decided.known(all)).isSameAs(first);
        prefix = "otherwise ";
        change(INTERFACE);
        assertThat(decided.known(all)).isNull();
        lead(2);
        lead(1);
        assertThat(decided.known(all)).as("what it led to before").isNull();
        assertThat(decide()).isNotSameAs(first);
    }

    @Test
    void shouldAskAgainWhenSomethingElseHasChangedAtOnce() {
        decide();
        lead(2);
        prefix = "otherwise ";
        target = 1;
        decided.onChange(List.of(ROUTES, INTERFACE), Set.of(ROUTES), answers);
        assertThat(decided.known(all)).isNull();
    }

    /** What one answer alone has read counts as well: it would come to something else now. */
    @Test
    void shouldAskAgainWhenSomethingHasChangedThatIsReadAtTheOtherEndOnly() {
        decide();
        alsoRead = OTHER_INTERFACE;
        lead(2);
        Route second = decide();
        alsoRead = ROUTES;
        lead(1);
        prefix = "otherwise ";
        change(OTHER_INTERFACE);
        lead(2);
        assertThat(decided.known(all)).isNull();
        assertThat(decide()).isNotSameAs(second);
    }

    /** It may have been the one that depended on what was read: nobody would notice a change of that. */
    @Test
    void shouldAskAgainOnceARouteHasBeenRetired() {
        Route first = decide();
        lead(2);
        Route second = decide();
        lead(1);
        int before = asked;
        lead(2);
        assertThat(decided.known(all)).isSameAs(second);
        assertThat(asked).isEqualTo(before);
        port.withdraw();
        lead(1);
        assertThat(first.isRetired()).as("it is stale").isTrue();
        assertThat(second.isRetired()).isFalse();
        port.restore();
        lead(2);
        assertThat(asked).isEqualTo(before + 1);
        assertThat(second.isRetired()).as("so is the other one").isTrue();
        assertThat(decided.dependencies()).isZero();
    }

    @Test
    void shouldAskAgainIfSomebodyCameToReceiveMeanwhile() {
        decide();
        target = 2;
        decided.onChange(Set.of(ROUTES), Set.of(ROUTES), new DecidedRoutes.Answers() {
            @Override
            public Object contentOf(Question question, Reads reads) {
                Object before = answers.contentOf(question, reads);
                decided.end(99); // after it has been found that nobody does
                return before;
            }
        });
        lead(1);
        int before = asked;
        lead(2);
        assertThat(asked).isEqualTo(before + 1);
    }

    /** It was made where the route led to the same end another way, on which less is read. */
    @Test
    void shouldEndARouteWhenSomethingChangesThatIsReadOnTheWayWhichItHasTakenByAnAnswer() {
        decide();
        alsoRead = OTHER_INTERFACE;
        lead(2);
        alsoRead = ROUTES;
        lead(3);
        Route second = decide();
        lead(2);
        assertThat(decided.known(all)).isSameAs(second);
        prefix = "otherwise ";
        change(OTHER_INTERFACE);
        assertThat(decided.known(all)).isNull();
    }
}
