package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.time.NanoClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToIntFunction;
import org.junit.jupiter.api.Test;

/** On a clock that moves a microsecond whenever somebody looks at it. */
class RealTimeLoopTest {

    private static final long LOOK_NS = 1_000;
    private static final long START_NS = 50_000;
    private static final long DURATION_NS = 1_000_000;
    private static final long END_NS = START_NS + DURATION_NS;
    private static final long DRAIN_NS = 200_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final List<RunObserver.Phase> phases = new ArrayList<>();
    private final List<Long> progressNs = new ArrayList<>();
    private long nowNs;
    private long jumpAtNs = NEVER;
    private long jumpNs;
    private long health;

    @Test
    void shouldSendEachFrameOnceItIsDueAndNoneAfterTheEnd() {
        FakeSource source = source(NEVER);

        assertThat(loop(now -> 0, source).run()).isNull();

        assertThat(source.sentPackets()).isEqualTo(DURATION_NS / 10_000);
        assertThat(phases).containsExactly(RunObserver.Phase.DRAINING);
    }

    @Test
    void shouldStillSendWhatWasDueJustBeforeTheEnd() {
        FakeSource last = new FakeSource("flow inside", false, END_NS - 1, END_NS, 10_000, NEVER);

        assertThat(loop(now -> 0, last).run()).isNull();

        assertThat(last.sentPackets()).isEqualTo(1);
    }

    @Test
    void shouldWaitForTheLastArrivalAndThenForAFixedTime() {
        long lastArrivalNs = END_NS + 150_000_000;

        loop(now -> now < lastArrivalNs ? 1 : 0, source(NEVER)).run();

        assertThat(nowNs).isBetween(lastArrivalNs + DRAIN_NS - 10 * LOOK_NS, lastArrivalNs + DRAIN_NS + 10 * LOOK_NS);
    }

    @Test
    void shouldSayWhatWasNotSentWhenTheTimeWasUp() {
        FakeSource source = source(START_NS + DURATION_NS / 4);

        assertThat(loop(now -> 0, source).run()).contains("25 of 100 frames of flow inside on time");
        assertThat(source.sentPackets()).isEqualTo(25);
    }

    @Test
    void shouldReportProgressWithinTheMeasuredTimeOnly() {
        loop(now -> 0, source(NEVER)).run();

        assertThat(progressNs)
                .isNotEmpty()
                .isSorted()
                .allSatisfy(ns -> assertThat(ns).isBetween(0L, DURATION_NS));
        assertThat(progressNs).last().isEqualTo(DURATION_NS);
    }

    @Test
    void shouldEndWithTheCauseWhenAWorkerDied() {
        RealTimeLoop loop = new RealTimeLoop(
                clock(),
                new FakeSource[] {source(NEVER)},
                now -> 0,
                new IdleWorkers() {
                    @Override
                    public void checkHealth() {
                        super.checkHealth();
                        throw new IllegalStateException("worker 0 failed");
                    }
                },
                START_NS,
                DURATION_NS,
                observer());

        assertThatThrownBy(loop::run).isInstanceOf(IllegalStateException.class).hasMessage("worker 0 failed");
        assertThat(health).isEqualTo(1);
    }

    @Test
    void shouldNoteWhenItWasOffItsCore() {
        jumpAtNs = START_NS + DURATION_NS / 2;
        jumpNs = 300_000;
        RealTimeLoop loop = loop(now -> 0, source(NEVER));

        loop.run();

        assertThat(loop.gaps().longestNs(START_NS, END_NS)).isBetween(jumpNs - 10 * LOOK_NS, jumpNs + LOOK_NS);
    }

    @Test
    void shouldNotTakeTheTimeOfACallForAnAbsence() {
        Source caller = new CallSource() {
            private boolean hasCalled;

            @Override
            public String label() {
                return "a call";
            }

            @Override
            public long nextNs() {
                return hasCalled ? NEVER : START_NS + DURATION_NS / 2;
            }

            @Override
            public int send(long atNs) {
                hasCalled = true;
                nowNs += 300_000;
                return 1;
            }
        };
        RealTimeLoop loop = loop(now -> 0, new IdleWorkers(), source(NEVER), caller);

        loop.run();

        assertThat(loop.gaps().longestNs(0, END_NS)).isZero();
    }

    @Test
    void shouldNotTakeTheWorkOfWorkersOnItsThreadForAnAbsence() {
        for (boolean isTask : new boolean[] {false, true}) {
            nowNs = 0;
            RealTimeLoop loop =
                    loop(now -> 0, new SlowWorkers(isTask ? 0 : 1_600, isTask ? 300_000 : 0), source(NEVER));

            loop.run();

            assertThat(loop.gaps().longestNs(0, END_NS)).as("task %s", isTask).isZero();
        }
        for (int taskNs : new int[] {0, 100_000}) {
            nowNs = 0;
            RealTimeLoop loop = loop(now -> 0, new SlowWorkers(0, taskNs), source(NEVER));

            loop.run();

            assertThat(loop.gaps().longestNs(0, END_NS)).isBetween(300_000L - taskNs, 300_000L - taskNs + 10 * LOOK_NS);
        }
    }

    private FakeSource source(long stallNs) {
        return new FakeSource("flow inside", false, START_NS, END_NS, 10_000, stallNs);
    }

    private RealTimeLoop loop(LongToIntFunction receiver, Source... sources) {
        return loop(receiver, new IdleWorkers(), sources);
    }

    private RealTimeLoop loop(LongToIntFunction receiver, RealTimeLoop.Workers workers, Source... sources) {
        // Frames stop arriving some time, or the loop would rightly go on.
        LongToIntFunction ending = now -> now < END_NS + DRAIN_NS ? receiver.applyAsInt(now) : 0;
        return new RealTimeLoop(clock(), sources, ending, workers, START_NS, DURATION_NS, observer());
    }

    private class IdleWorkers implements RealTimeLoop.Workers {

        @Override
        public int turn() {
            return 0;
        }

        @Override
        public long taskNs() {
            return 0;
        }

        @Override
        public void checkHealth() {
            health++;
        }
    }

    /** Once, in the middle of the run, they take 300 us. */
    private final class SlowWorkers extends IdleWorkers {

        private final int frames;
        private final int taskNs;
        private boolean hasWorked;

        SlowWorkers(int frames, int taskNs) {
            this.frames = frames;
            this.taskNs = taskNs;
        }

        @Override
        public int turn() {
            if (hasWorked || nowNs < START_NS + DURATION_NS / 2) {
                return 0;
            }
            hasWorked = true;
            nowNs += 300_000;
            return frames;
        }

        @Override
        public long taskNs() {
            return hasWorked ? taskNs : 0;
        }
    }

    private NanoClock clock() {
        return () -> {
            nowNs += LOOK_NS;
            if (nowNs >= jumpAtNs) {
                nowNs += jumpNs;
                jumpAtNs = NEVER;
            }
            return nowNs;
        };
    }

    private RunObserver observer() {
        return new RunObserver() {
            @Override
            public void onPhase(Phase phase) {
                phases.add(phase);
            }

            @Override
            public void onProgress(long elapsedNs, long durationNs) {
                progressNs.add(elapsedNs);
            }
        };
    }
}
