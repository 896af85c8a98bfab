package io.ringlane.dataplane.worker;

import io.ringlane.core.time.ClockGaps;
import io.ringlane.core.time.NanoClock;
import io.ringlane.core.time.TimingWheel;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.Doorbells;
import io.ringlane.dataplane.nic.WorkerQueues;
import io.ringlane.dataplane.pipeline.Pipeline;
import java.util.Arrays;
import org.agrona.concurrent.Agent;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/**
 * One duty cycle: commands, what is due, what peers handed over, then one burst from every queue that has something.
 *
 * <p>It owns whole cards. A queue costs nothing while it is silent: its doorbell puts it on the list of active queues, and
 * it leaves the list after {@value #IDLE_TURNS} turns with nothing in it.
 */
final class Worker implements Agent {

    /** Turns a queue may be empty before its doorbell is armed again: enough to keep a steady sender off the bell. */
    private static final int IDLE_TURNS = 64;

    private static final int COMMAND_CHUNK = 64;

    private final int index;
    private final NanoClock clock;
    private final Pipeline pipeline;
    private final WorkerQueues allQueues;
    private final Doorbells doorbells;
    private final MpscUnboundedVarHandleArrayQueue<Runnable> commands =
            new MpscUnboundedVarHandleArrayQueue<>(COMMAND_CHUNK);
    private final ClockGaps gaps;
    private CardQueue[] queues = new CardQueue[0]; // by bell, as far as they are known here
    private int[] active = new int[0]; // bells
    private int activeCount;
    private int firstToPoll; // in active: who went without when free frames ran out
    private boolean isLive;
    private int lastWork;
    private long commandNs; // what they took so far
    private long lastTaskNs;

    Worker(final int index, final NanoClock clock, final Pipeline pipeline, final WorkerQueues queues) {
        this.index = index;
        this.clock = clock;
        this.pipeline = pipeline;
        this.allQueues = queues;
        this.doorbells = queues.doorbells();
        pipeline.setQueues(queues);
        this.gaps = new ClockGaps(clock.nanoTime());
    }

    /** Says that senders run beside this worker, so that time passes for them while it is away. Before it runs. */
    void goLive() {
        isLive = true;
        gaps.resume(clock.nanoTime());
    }

    @Override
    public String roleName() {
        return "ringlane-worker-" + index;
    }

    @Override
    public int doWork() {
        int work = runCommands();
        final long nowNs = clock.nanoTime();
        if (isLive) {
            watchClock(nowNs);
        }
        work += turn(nowNs);
        lastWork = work;
        return work;
    }

    /**
     * Notes when this thread was off its core with queues to serve. A command, or a decision of the router's, takes as long as it
     * takes: that time tells nothing. What it missed is not made up for: nobody knows when a
     * sender submitted what waits now, and credit for time in which it did not send would break a cap.
     */
    private void watchClock(final long nowNs) {
        final long taskNs = taskNs();
        if (activeCount == 0) { // it may have slept
            gaps.resume(nowNs);
        } else {
            gaps.look(nowNs, lastWork, taskNs - lastTaskNs);
        }
        lastTaskNs = taskNs;
    }

    private int turn(final long nowNs) {
        int work = pipeline.expire(nowNs);
        work += pipeline.pollPeers(nowNs);
        answerBells();
        work += pollQueues(nowNs);
        pipeline.publish();
        return work + pipeline.maintain(nowNs);
    }

    private int runCommands() {
        if (commands.isEmpty()) {
            return 0;
        }
        final long fromNs = clock.nanoTime();
        final int waiting = commands.size(); // not those that these give rise to
        for (int left = waiting; left > 0; left--) {
            commands.poll().run();
        }
        commandNs += clock.nanoTime() - fromNs;
        return waiting;
    }

    private void answerBells() {
        final int groups = doorbells.groupCount();
        for (int group = 0; group < groups; group++) {
            for (long words = doorbells.takeGroup(group); words != 0; words &= words - 1) {
                final int word = group * 64 + Long.numberOfTrailingZeros(words);
                for (long bits = doorbells.take(word); bits != 0; bits &= bits - 1) {
                    activate(word * 64 + Long.numberOfTrailingZeros(bits));
                }
            }
        }
    }

    private void activate(final int bell) {
        if (bell >= queues.length || queues[bell] == null) {
            queues = allQueues.snapshot();
            active = Arrays.copyOf(active, queues.length);
        }
        active[activeCount++] = bell;
    }

    /**
     * A burst from every active queue. With the worker's frames all in flight it stops, and begins there the next time: else
     * the first sender on the list could take every frame that comes back, and the others would wait for ever.
     */
    private int pollQueues(final long nowNs) {
        int work = 0;
        int i = firstToPoll < activeCount ? firstToPoll : 0;
        firstToPoll = 0;
        for (int left = activeCount; left > 0; left--) {
            if (pipeline.freeFrames() == 0) {
                firstToPoll = i;
                break;
            }
            final CardQueue queue = queues[active[i]];
            final int count = pipeline.transmitBurst(queue, nowNs);
            work += count;
            if (count != 0) {
                queue.resetIdleTurns();
                i++;
            } else if (queue.countIdleTurn() < IDLE_TURNS || !silence(queue)) {
                i++;
            } else {
                active[i] = active[--activeCount];
            }
            i = i < activeCount ? i : 0;
        }
        return work;
    }

    /** Arms a queue's bell; false if something arrived meanwhile, and the queue stays active. */
    private boolean silence(final CardQueue queue) {
        queue.resetIdleTurns();
        queue.arm();
        if (queue.isTransmitEmpty()) {
            return true;
        }
        // Whoever disarms the bell keeps the queue: this thread by leaving it on the list, or the sender by ringing.
        return !queue.disarm();
    }

    WorkerQueues queues() {
        return allQueues;
    }

    /** Runs something on the worker's thread between bursts. Any thread. */
    void execute(final Runnable command) {
        commands.offer(command);
        doorbells.wake();
    }

    Pipeline pipeline() {
        return pipeline;
    }

    ClockGaps gaps() {
        return gaps;
    }

    Doorbells doorbells() {
        return doorbells;
    }

    /** How long commands and decisions of the router's took so far: all that it does that may take longer than some packets do. */
    long taskNs() {
        return commandNs + pipeline.decidingNs();
    }

    boolean hasActiveQueues() {
        return activeCount != 0;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    /** When the worker has something to do next; {@link TimingWheel#NOTHING_DUE} if only a sender can tell. */
    long nextNs() {
        return pipeline.nextNs();
    }
}
