package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.scenario.Claim;
import io.ringlane.cloud.scenario.Moment;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLoader;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MomentsTest {

    private static final long MS = 1_000_000;
    private static final long START_NS = 7;

    private final List<Moment> taken = new ArrayList<>();

    private Moments moments() throws ScenarioException {
        Scenario scenario = ScenarioLoader.load("net", """
                version: 1
                instances: [{name: a, type: c5n.large}]
                run: {duration: 100ms}
                expect:
                  - {instances: a, racks: 1, at: 40ms}
                  - {instances: a, racks: 1, at: 39ms}
                  - {instances: a, racks: 1, at: 100ms}
                  - {instances: a, racks: 1}
                """);
        return new Moments(this::now, scenario.expect(), START_NS, 100 * MS);
    }

    private Moment now() {
        Region region = new Region("us-east-1", 1, 1, 1, 1, 1500);
        taken.add(Moment.of(region, List.of(), new Placer(region, HostSettings.builtIn(), 1).groups()));
        return taken.get(taken.size() - 1);
    }

    @Test
    void shouldLookAtEachTimeAndAtTheEnd() throws ScenarioException {
        Moments moments = moments();

        assertThat(moments.nextNs()).isEqualTo(START_NS + 39 * MS);
        assertThat(moments.send(START_NS + 39 * MS)).isEqualTo(1);
        assertThat(moments.nextNs()).isEqualTo(START_NS + 40 * MS);
        assertThat(moments.send(START_NS + 40 * MS)).isEqualTo(1);
        assertThat(moments.nextNs()).isEqualTo(START_NS + 100 * MS);
        assertThat(moments.at(Claim.AT_END)).isNull();
        assertThat(moments.send(START_NS + 101 * MS)).isEqualTo(1);
        assertThat(moments.nextNs()).isEqualTo(Long.MAX_VALUE);
        moments.end();
        assertThat(taken).hasSize(3);
        assertThat(moments.at(39 * MS)).isSameAs(taken.get(0));
        assertThat(moments.at(40 * MS)).isSameAs(taken.get(1));
        assertThat(moments.at(100 * MS)).isSameAs(taken.get(2)).isSameAs(moments.at(Claim.AT_END));
    }

    /** The thread comes at 45 ms to an event of 40 ms, and to what was to be so at 39 and at 40. */
    @Test
    void shouldLookAheadOfAnEventThatIsLate() throws ScenarioException {
        Moments moments = moments();

        moments.lookBefore(40 * MS);
        assertThat(taken).hasSize(1);
        moments.send(START_NS + 45 * MS);

        assertThat(taken).hasSize(2);
        assertThat(moments.at(39 * MS)).isSameAs(taken.get(0));
        assertThat(moments.at(40 * MS)).isSameAs(taken.get(1));
    }
}
