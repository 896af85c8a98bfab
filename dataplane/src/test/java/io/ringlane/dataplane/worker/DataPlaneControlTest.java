package io.ringlane.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.dataplane.fixture.TestNetwork;
import io.ringlane.dataplane.fixture.TestNetwork.Path;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes: who may make them when, and what becomes of one that cannot be made. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DataPlaneControlTest {

    private static final Path INSTANT = new Path(0, 0, 0, 0, 9001);
    private static final long NO_LINE =
            Long.MAX_VALUE / 2; // bits a second: all packets of a test together take no time

    private final AtomicReference<Runnable> onQuestion = new AtomicReference<>(() -> {});
    private final TestNetwork network =
            new TestNetwork(2, 256, INSTANT, 1514, () -> onQuestion.get().run());
    private final DataPlane plane = network.dataPlane;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseEveryChangeOnceClosed(final boolean isStarted) {
        final PhysicalFunction card = network.card(0, 0);
        network.port(card, TestNetwork.unlimited());
        if (isStarted) {
            plane.start();
        }
        plane.close();

        final List<ThrowingCallable> changes = List.of(
                () -> plane.addFunction(card, "late", config(9)),
                () -> plane.addCard("late", DeviceModel.ENA, 0, 0, 0, 0),
                plane::moveEpoch,
                () -> plane.observeFlows((route, keys, packets, bytes) -> false),
                plane::reportFlows,
                plane::start,
                plane::turn);
        for (final ThrowingCallable change : changes) {
            assertThatIllegalStateException().isThrownBy(change).withMessage("the data plane is closed");
        }
        assertThat(plane.ports()).hasSize(1);
        assertThat(plane.cards()).hasSize(1);
        assertThat(card.functions()).hasSize(1);
        assertThatCode(plane::close).as("a second close").doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAChangeThatAWorkerHasNotMadeWhenItIsClosed() throws InterruptedException {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch answer = new CountDownLatch(1);
        onQuestion.set(() -> {
            asked.countDown();
            await(answer);
        });
        twoPorts();
        plane.start();
        network.send(0, 1, 0, 100, 1);
        await(asked); // the worker is in the middle of a burst
        final AtomicReference<Throwable> outcome = new AtomicReference<>();
        final Thread changer = start(plane::moveEpoch, outcome);
        while (changer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        final Thread closer = start(plane::close, new AtomicReference<>());
        changer.join();
        answer.countDown();
        closer.join();

        assertThat(outcome.get()).isInstanceOf(IllegalStateException.class).hasMessage("the data plane is closed");
    }

    /** It would wait for itself. */
    @Test
    void shouldRefuseAChangeOnAWorkersThread() {
        onQuestion.set(plane::moveEpoch);
        twoPorts();
        plane.start();
        network.send(0, 1, 0, 100, 1);

        assertThatThrownBy(() -> {
                    while (true) {
                        plane.checkHealth();
                        Thread.onSpinWait();
                    }
                })
                .hasMessageContaining("a worker's thread cannot change the data plane");
        assertThatThrownBy(plane::close).hasMessageContaining("hand the change to another thread");
    }

    @Test
    void shouldRefuseATurnWhereWorkersHaveThreads() {
        plane.start();

        assertThatIllegalStateException().isThrownBy(plane::turn).withMessageContaining("threads of their own");
        plane.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepChangesOutOfATurnOfAnotherThread(final boolean isNewFunction) throws InterruptedException {
        final AtomicReference<Throwable> outcome = new AtomicReference<>();
        final List<Thread> changers = new ArrayList<>();
        final List<Thread.State> states = new ArrayList<>();
        twoPorts();
        final PhysicalFunction card = network.ports.get(1).card();
        onQuestion.set(() -> {
            final Thread changer =
                    start(isNewFunction ? () -> plane.addFunction(card, "new", config(9)) : plane::moveEpoch, outcome);
            changers.add(changer);
            while (changer.getState() != Thread.State.BLOCKED && changer.isAlive()) {
                Thread.onSpinWait();
            }
            states.add(changer.getState());
        });
        network.send(0, 1, 0, 100, 1);
        plane.turn();
        changers.get(0).join();

        assertThat(states).as("of the changer in the middle of the turn").containsExactly(Thread.State.BLOCKED);
        assertThat(outcome.get()).isNull();
        assertThat(plane.ports()).hasSize(isNewFunction ? 3 : 2);
    }

    @Test
    void shouldMakeEveryChangeOfSeveralThreadsWhileATurnFollowsAnother() throws InterruptedException {
        twoPorts();
        final int changers = 3;
        final int changes = 40;
        final List<AtomicReference<Throwable>> outcomes = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < changers; i++) {
            final PhysicalFunction card = network.card(i % 2, 0);
            final int first = 10 + i * changes;
            outcomes.add(new AtomicReference<>());
            threads.add(start(
                    () -> {
                        for (int change = 0; change < changes; change++) {
                            plane.addFunction(card, "port", config(first + change));
                            plane.moveEpoch();
                        }
                    },
                    outcomes.get(i)));
        }
        long sent = 0;
        while (threads.stream().anyMatch(Thread::isAlive)) {
            sent += network.send(0, 1, (int) (sent % 100), 100, sent) ? 1 : 0;
            plane.turn();
            network.receive(1, (memory, offset, lengthBytes, descriptor) -> {}, 64);
        }

        assertThat(outcomes).extracting(AtomicReference::get).containsOnlyNulls();
        assertThat(plane.ports())
                .extracting(VirtualFunction::portIndex)
                .containsExactlyElementsOf(
                        IntStream.range(0, 2 + changers * changes).boxed().toList());
        assertThat(network.ports.get(1).receivedPackets()).isEqualTo(sent);
        assertThat(plane.pipeline(0).freeFrames()).isEqualTo(plane.pipeline(0).homeFrames());
    }

    private void twoPorts() {
        network.port(network.card(0, 0), TestNetwork.unlimited(), 256, 256, NO_LINE);
        network.port(network.card(0, 0), TestNetwork.unlimited(), 256, 256, NO_LINE);
    }

    private static VirtualFunctionConfig config(final int port) {
        return VirtualFunctionConfig.defaults(DeviceModel.ENA, TestNetwork.mac(port), TestNetwork.unlimited())
                .withFrames(256, 256, 1, 1);
    }

    private static Thread start(final Runnable change, final AtomicReference<Throwable> outcome) {
        final Thread thread = new Thread(change);
        thread.setUncaughtExceptionHandler((failed, thrown) -> outcome.set(thrown));
        thread.start();
        return thread;
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
