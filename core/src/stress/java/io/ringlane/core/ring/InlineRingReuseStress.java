package io.ringlane.core.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/** A full ring's only slot must be read to its last byte before the producer may fill it again. */
@JCStressTest
@Outcome(id = "false, 1, 0", expect = ACCEPTABLE, desc = "refused: still full")
@Outcome(id = "true, 1, 0", expect = ACCEPTABLE, desc = "accepted after both polls")
@Outcome(id = "true, 1, 2", expect = ACCEPTABLE, desc = "accepted between the polls")
@Outcome(expect = FORBIDDEN, desc = "the slot was handed back before it was read")
@State
public class InlineRingReuseStress {
    private final InlineRing ring = new InlineRing(1, 64);
    private final byte[] src = new byte[60];
    private final byte[] dst = new byte[60];

    public InlineRingReuseStress() {
        Arrays.fill(src, (byte) 1);
        ring.offer(src, 0, 60);
        Arrays.fill(src, (byte) 2);
    }

    @Actor
    public void producer(final ZII_Result r) {
        r.r1 = ring.offer(src, 0, 60);
    }

    @Actor
    public void consumer(final ZII_Result r) {
        r.r2 = poll();
        r.r3 = poll();
    }

    /** The value of all bytes of the next frame, 0 when there is none, -1 when they differ. */
    private int poll() {
        final int lengthBytes = ring.poll(dst, 0);
        int value = lengthBytes == 0 ? 0 : dst[0];
        for (int i = 1; i < lengthBytes; i++) {
            if (dst[i] != value) {
                value = -1;
            }
        }
        return value;
    }
}
