package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker whose thread loses its core for a while, in time that jumps: what its flow's cap let through meanwhile. */
class WorkerAbsenceTest {

    private static final long CAP = 10_000_000_000L;
    private static final long HORIZON_NS = 60_000;
    private static final int FRAME_BYTES = 1500;
    private static final long FRAME_NS = 1_200; // at the cap
    private static final long SENT_EVERY_NS = 1_000; // a fifth more than the cap

    private static final long LONG_NS = 5_000_000;

    private final TestNetwork network =
            new TestNetwork(1, 8192, new Path(CAP, HORIZON_NS, 0, 0, 9001), 9015, this::onQuestion);
    private final Worker worker = network.dataPlane.worker(0);
    private long decisionTakesNs;
    private long nextSendNs;
    private int sent;

    @BeforeEach
    void bringUp() {
        network.port(network.card(0, 0), TestNetwork.unlimited(), 1024, 256);
        network.port(network.card(0, 0), TestNetwork.unlimited(), 256, 8192);
    }

    @Test
    void shouldNoteAnAbsenceAndGiveNoCreditForIt() {
        worker.goLive();
        work(500_000);
        final long before = received();
        submitUntil(720_000); // while the worker is away for 220 us, almost four times what the flow may queue
        network.clock.advanceTo(720_000);
        worker.doWork();
        network.dataPlane.turn();

        assertThat(before).isPositive();
        assertThat(received()).isLessThanOrEqualTo(HORIZON_NS / FRAME_NS + 2);
        work(1_720_000);
        assertThat(network.dataPlane.clockGaps(0).absentNs(0, 1_720_000)).isBetween(150_000L, 220_000L);
    }

    @Test
    void shouldLetNoMoreThroughAfterAnAbsenceOfTheSenderToo() {
        worker.goLive();
        work(500_000);
        received();
        network.clock.advanceTo(720_000); // neither sender nor worker had a core
        nextSendNs = 720_000;
        worker.doWork();
        final long queued = received();
        work(1_720_000);

        assertThat(queued).isLessThanOrEqualTo(HORIZON_NS / FRAME_NS + 2);
        assertThat(received()).isLessThanOrEqualTo(1_000_000 / FRAME_NS + 1);
    }

    @Test
    void shouldTakeWhatIsSubmittedAtThePresentWhenTheCallersThreadDrivesIt() {
        work(500_000);
        final long before = received();
        submitUntil(720_000);
        network.clock.advanceTo(720_000);
        worker.doWork(); // time jumped because nothing was to happen: all of this is sent now
        network.dataPlane.turn();

        assertThat(received()).isLessThanOrEqualTo(HORIZON_NS / FRAME_NS + 2);
        assertThat(before).isPositive();
        assertThat(network.dataPlane.clockGaps(0).absentNs(0, 720_000)).isZero();
    }

    @Test
    void shouldNotTakeSleepForAnAbsence() {
        worker.goLive();
        work(100_000);
        for (int turn = 0; turn < 200 && worker.hasActiveQueues(); turn++) {
            worker.doWork();
        }
        network.clock.advanceTo(50_000_000);
        worker.doWork();

        assertThat(worker.hasActiveQueues()).isFalse();
        assertThat(network.dataPlane.clockGaps(0).longestNs(0, 50_000_000)).isZero();
    }

    @Test
    void shouldNotTakeACommandForAnAbsence() {
        worker.goLive();
        work(100_000);
        worker.execute(() -> pass(LONG_NS));
        worker.doWork();

        assertThat(network.dataPlane.clockGaps(0).longestNs(0, LONG_NS)).isZero();
        assertThat(network.dataPlane.taskNs()).isEqualTo(LONG_NS);
    }

    @Test
    void shouldNotTakeADecisionForAnAbsence() {
        worker.goLive();
        work(100_000);
        decisionTakesNs = LONG_NS;
        assertThat(network.send(0, 1, 1, FRAME_BYTES, sent++)).isTrue();
        worker.doWork();
        worker.doWork();

        assertThat(network.clock.nanoTime()).isEqualTo(100_000 + LONG_NS);
        assertThat(network.dataPlane.clockGaps(0).longestNs(0, LONG_NS)).isZero();
    }

    @Test
    void shouldNoteAnAbsenceAfterATask() {
        worker.goLive();
        work(100_000);
        worker.execute(() -> {});
        worker.doWork();
        worker.doWork();
        pass(LONG_NS);
        worker.doWork();

        assertThat(network.dataPlane.clockGaps(0).longestNs(0, 2 * LONG_NS)).isEqualTo(LONG_NS);
    }

    /** Each turn decides or runs a command; what that takes is all that is left out. */
    @Test
    void shouldNoteAnAbsenceAmongTasks() {
        worker.goLive();
        work(100_000);
        decisionTakesNs = LONG_NS;
        for (int flow = 1; flow <= 3; flow++) {
            assertThat(network.send(0, 1, flow, FRAME_BYTES, sent++)).isTrue();
            worker.doWork();
            assertThat(network.dataPlane.clockGaps(0).longestNs(0, Long.MAX_VALUE))
                    .isZero();
        }
        pass(LONG_NS);
        worker.execute(() -> pass(LONG_NS));
        worker.doWork();

        assertThat(network.dataPlane.taskNs()).isEqualTo(4 * LONG_NS);
        assertThat(network.dataPlane.clockGaps(0).longestNs(0, Long.MAX_VALUE)).isBetween(LONG_NS - 50_000, LONG_NS);
    }

    private void onQuestion() {
        pass(decisionTakesNs);
    }

    private void pass(final long lengthNs) {
        network.clock.advanceTo(network.clock.nanoTime() + lengthNs);
    }

    /** Sends and works side by side, a turn every 10 us. */
    private void work(final long untilNs) {
        while (network.clock.nanoTime() < untilNs) {
            final long nowNs = Math.min(untilNs, network.clock.nanoTime() + 10_000);
            submitUntil(nowNs);
            network.clock.advanceTo(nowNs);
            worker.doWork();
        }
    }

    private void submitUntil(final long nowNs) {
        for (; nextSendNs <= nowNs; nextSendNs += SENT_EVERY_NS) {
            assertThat(network.send(0, 1, 0, FRAME_BYTES, sent++)).isTrue();
        }
    }

    private long received() {
        return network.receive(1, (memory, offset, length, descriptor) -> {}, Integer.MAX_VALUE);
    }
}
