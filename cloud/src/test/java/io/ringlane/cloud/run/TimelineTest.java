package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.run.RunResult.EventResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events against a clock that moves while they happen, as the real one does. */
class TimelineTest {

    private static final long MS = 1_000_000;
    private static final long START_NS = 100 * MS;

    private final List<EventSpec> events = new ArrayList<>();
    private long nowNs = START_NS;

    private void event(long atNs, String text, long takesNs) {
        events.add(new EventSpec(atNs, text, List.of(), List.of(), calls -> nowNs += takesNs));
    }

    private Timeline timeline() {
        return new Timeline(
                () -> nowNs, events, null, new NetworkNames(), atNs -> nowNs += MS, START_NS, START_NS + 1_000 * MS);
    }

    @Test
    void shouldSayWhenEachEventWasInForce() {
        event(10 * MS, "stop a", MS);
        event(10 * MS, "stop b", 2 * MS);
        event(50 * MS, "start a", MS);
        Timeline timeline = timeline();
        nowNs = START_NS + 11 * MS;
        timeline.send(nowNs);
        List<EventResult> results = timeline.results();

        assertThat(results).extracting(EventResult::happenedNs).containsExactly(12 * MS, 15 * MS, 50 * MS);
        assertThat(results).extracting(EventResult::lateNs).containsExactly(2 * MS, 5 * MS, 0L);
        assertThat(results).extracting(EventResult::wasReached).containsExactly(true, true, false);
        assertThat(timeline.voidReason()).isNull();
    }

    @Test
    void shouldVoidARunWhoseEventCameTooLateAndNameTheLatest() {
        event(10 * MS, "stop a", 0);
        event(20 * MS, "stop b", 0);
        event(30 * MS, "stop c", 0);
        Timeline timeline = timeline();
        nowNs = START_NS + 31 * MS;
        timeline.send(nowNs);

        assertThat(timeline.voidReason())
                .startsWith("event 1, stop a, was in force at 31 ms and not at 10 ms: later than 10 ms, so that")
                .endsWith(Shortfall.ADVICE);
    }

    @Test
    void shouldStandWhatIsAsLateAsItMayBe() {
        event(10 * MS, "stop a", 10 * MS);
        Timeline timeline = timeline();
        nowNs = START_NS + 10 * MS;
        timeline.send(nowNs);

        assertThat(timeline.results().get(0).lateNs()).isEqualTo(10 * MS);
        assertThat(timeline.voidReason()).isNull();
    }

    @Test
    void shouldNotTakeItsOwnCallsForAMachineThatIsLate() {
        event(10 * MS, "stop a", 40 * MS);
        event(10 * MS, "stop b", 0);
        event(20 * MS, "stop c", 0);
        Timeline timeline = timeline();
        nowNs = START_NS + 15 * MS;
        timeline.send(nowNs);
        timeline.send(nowNs);

        assertThat(timeline.results()).extracting(EventResult::lateNs).containsExactly(45 * MS, 46 * MS, 37 * MS);
        assertThat(timeline.voidReason()).isNull();
        assertThat(timeline.makesCalls()).isTrue();
    }

    @Test
    void shouldStillSeeAMachineThatIsLateBesideItsOwnCalls() {
        event(10 * MS, "stop a", 5 * MS);
        event(12 * MS, "stop b", 0);
        Timeline timeline = timeline();
        nowNs = START_NS + 10 * MS;
        timeline.send(nowNs);
        nowNs = START_NS + 27 * MS; // the call and what follows took it to 16 ms
        timeline.send(nowNs);

        assertThat(timeline.voidReason()).startsWith("event 2, stop b, was in force at 27 ms and not at 12 ms");
    }

    @Test
    void shouldSayWhenAnEventWasRefused() {
        events.add(new EventSpec(10 * MS, "detach a", List.of(), List.of(), calls -> {
            nowNs += 3 * MS;
            throw new Ec2Exception("OperationNotPermitted", "eth0 stays.");
        }));
        Timeline timeline = timeline();
        nowNs = START_NS + 10 * MS;
        timeline.send(nowNs);

        assertThat(timeline.results()).singleElement().satisfies(event -> {
            assertThat(event.errorCode()).isEqualTo("OperationNotPermitted");
            assertThat(event.happenedNs()).isEqualTo(13 * MS);
        });
    }
}
