package io.ringlane.core.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * {@link DescriptorRingPublicationStress} over {@link BrokenRing}: must come out FORBIDDEN, which shows that the real one
 * can. Left out of the run over the rings that ship; {@code StressIT} runs it on its own and expects the failure.
 */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "consumer ran first")
@Outcome(id = "2, 11, 22, 7", expect = ACCEPTABLE, desc = "whole burst visible, and the frame behind it")
@Outcome(expect = FORBIDDEN, desc = "published before its slots or its frame, or a split burst")
@State
public class BrokenRingPublicationStress {
    private final BrokenRing ring = new BrokenRing(2);
    private final long[] src = {11, 22};
    private final long[] dst = new long[2];
    private int frame;

    @Actor
    public void producer() {
        frame = 7;
        ring.offer(src, 0, 2);
    }

    @Actor
    public void consumer(final IIII_Result r) {
        r.r1 = ring.poll(dst, 0, 2);
        r.r2 = (int) dst[0];
        r.r3 = (int) dst[1];
        r.r4 = r.r1 == 0 ? 0 : frame;
    }
}
