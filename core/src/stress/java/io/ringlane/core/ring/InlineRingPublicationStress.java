package io.ringlane.core.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A burst of inline frames must appear whole, and no byte of a frame may lag behind its header. */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "consumer ran first")
@Outcome(id = "60, 1, 30, 2", expect = ACCEPTABLE, desc = "both frames visible, every byte right")
@Outcome(id = "0, 0, 60, 1", expect = ACCEPTABLE, desc = "published between the two polls")
@Outcome(expect = FORBIDDEN, desc = "a torn frame, or a split burst")
@State
public class InlineRingPublicationStress {
    private static final int[] OFFSETS = {0, 60};
    private static final int[] LENGTHS_BYTES = {60, 30};

    private final InlineRing ring = new InlineRing(2, 64);
    private final byte[] src = new byte[90];
    private final byte[] dst = new byte[60];

    public InlineRingPublicationStress() {
        for (int i = 0; i < 90; i++) {
            src[i] = (byte) (i < 60 ? 1 : 2);
        }
    }

    @Actor
    public void producer() {
        ring.offer(src, OFFSETS, LENGTHS_BYTES, 2);
    }

    @Actor
    public void consumer(final IIII_Result r) {
        r.r1 = ring.poll(dst, 0);
        r.r2 = sameByte(r.r1);
        r.r3 = ring.poll(dst, 0);
        r.r4 = sameByte(r.r3);
    }

    /** The value of all bytes of the frame, or -1 when they differ. */
    private int sameByte(final int lengthBytes) {
        int value = lengthBytes == 0 ? 0 : dst[0];
        for (int i = 1; i < lengthBytes; i++) {
            if (dst[i] != value) {
                value = -1;
            }
        }
        return value;
    }
}
