package io.ringlane.benchmarks.stages;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.time.TimingWheel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Into the timing wheel and out of it when due: nanoseconds a frame. Time moves {@value #STEP_NS} ns a frame, so with a
 * delay of 25 µs about a thousand frames wait.
 */
public class WheelBenchmark extends StageBenchmark {

    private static final int BURST = 32;
    private static final int BURSTS = 8;
    private static final long STEP_NS = 25;
    private static final long DELAY_NS = 25_000;
    private static final int FRAMES = 4096;
    private static final int TICK_NS = 256;
    private static final int TICKS = 256;
    private static final int TIMERS_A_TICK = 1024;

    /** Added at random to the delay; without it a queue would do. */
    @Param({"0", "5000"})
    public long jitterNs;

    private FrameRegion region;
    private TimingWheel wheel;
    private DeadlineTimerWheel agrona;
    private int[] free;
    private int freeCount;
    private int[] queue;
    private int queueHead;
    private int queueTail;
    private long[] queueDueNs;
    private int[] frameOfTimer;
    private long nowNs;
    private long random = 0x2545F4914F6CDD1DL;
    private int expired;
    private DeadlineTimerWheel.TimerHandler onTimer;
    private int leastWaiting;
    private int mostWaiting;
    private int mostQueued;

    /** Makes the wheels and the frames. */
    @Setup
    public void setUp() {
        region = new FrameRegion(1514);
        final int first = region.allocate(FRAMES);
        free = new int[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            free[freeCount++] = first + i;
        }
        wheel = new TimingWheel(region, 0);
        agrona = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, TICK_NS, TICKS, 64);
        frameOfTimer = new int[TICKS * TIMERS_A_TICK];
        queue = new int[FRAMES];
        queueDueNs = new long[FRAMES];
        Arrays.fill(queue, FrameLayout.NO_FRAME);
        // by Little's law: as many as come in the time that each one stays, to within a burst, and a tick of Agrona's
        leastWaiting = (int) ((DELAY_NS + jitterNs / 4) / STEP_NS) - BURST;
        mostWaiting = (int) ((DELAY_NS + jitterNs * 3 / 4 + TICK_NS) / STEP_NS) + BURST;
        mostQueued = (int) ((DELAY_NS + jitterNs) / STEP_NS) + BURST; // behind one that is due later
        onTimer = (unit, now, timer) -> {
            free[freeCount++] = frameOfTimer[place(timer)];
            expired++;
            return true;
        };
    }

    /** Agrona numbers a timer by its tick on the wheel (high half) and its place there (low half). */
    private static int place(final long timer) {
        return (int) (timer >>> 32) * TIMERS_A_TICK + (int) timer;
    }

    private long dueNs() {
        if (jitterNs == 0) {
            return nowNs + DELAY_NS;
        }
        long x = random;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        random = x;
        return nowNs + DELAY_NS + ((x >>> 33) * jitterNs >>> 31);
    }

    /** The floor: a queue, which keeps order only while every delay is the same. */
    @Benchmark
    @OperationsPerInvocation(BURST * BURSTS)
    public int baselineQueue() {
        int out = 0;
        for (int burst = 0; burst < BURSTS; burst++) {
            nowNs += STEP_NS * BURST;
            while (queueHead != queueTail && queueDueNs[queueHead & FRAMES - 1] <= nowNs) {
                free[freeCount++] = queue[queueHead++ & FRAMES - 1];
                out++;
            }
            for (int i = 0; i < BURST; i++) {
                queueDueNs[queueTail & FRAMES - 1] = dueNs();
                queue[queueTail++ & FRAMES - 1] = free[--freeCount];
            }
        }
        return conserved(out, queueTail - queueHead, mostQueued);
    }

    /** Agrona's wheel: ticks of 256 ns, so frames leave up to one late and in no order within it. */
    @Benchmark
    @OperationsPerInvocation(BURST * BURSTS)
    public int agronaDeadlineTimerWheel() {
        expired = 0;
        for (int burst = 0; burst < BURSTS; burst++) {
            nowNs += STEP_NS * BURST;
            do {
                agrona.poll(nowNs, onTimer, Integer.MAX_VALUE);
            } while (agrona.currentTickTime() <= nowNs); // a poll moves one tick at most
            for (int i = 0; i < BURST; i++) {
                final long timer = agrona.scheduleTimer(dueNs());
                frameOfTimer[place(timer)] = free[--freeCount];
            }
        }
        return conserved(expired, (int) agrona.timerCount(), mostWaiting);
    }

    /** Ours: exact to the nanosecond, first in first out for equal times. */
    @Benchmark
    @OperationsPerInvocation(BURST * BURSTS)
    public int timingWheel() {
        int out = 0;
        for (int burst = 0; burst < BURSTS; burst++) {
            nowNs += STEP_NS * BURST;
            for (int frame = wheel.poll(nowNs); frame != FrameLayout.NO_FRAME; frame = wheel.poll(nowNs)) {
                free[freeCount++] = frame;
                out++;
            }
            for (int i = 0; i < BURST; i++) {
                wheel.schedule(free[--freeCount], dueNs());
            }
        }
        return conserved(out, wheel.size(), mostWaiting);
    }

    private int conserved(final int out, final int waiting, final int most) {
        if (freeCount + waiting != FRAMES) {
            throw new IllegalStateException(
                    freeCount + " frames free and " + waiting + " waiting are not all " + FRAMES);
        }
        if (nowNs > 2 * DELAY_NS && (waiting < leastWaiting || waiting > most)) {
            throw new IllegalStateException(
                    waiting + " frames wait, " + leastWaiting + " to " + most + " would if each left when it is due");
        }
        return out;
    }
}
