package io.ringlane.core.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/** A full ring's only slot must be read before the producer may fill it again. */
@JCStressTest
@Outcome(id = "false, 11, -1", expect = ACCEPTABLE, desc = "refused: still full")
@Outcome(id = "true, 11, -1", expect = ACCEPTABLE, desc = "accepted after both polls")
@Outcome(id = "true, 11, 22", expect = ACCEPTABLE, desc = "accepted between the polls")
@Outcome(expect = FORBIDDEN, desc = "the slot was handed back before it was read")
@State
public class DescriptorRingReuseStress {
    private final DescriptorRing ring = new DescriptorRing(1);

    public DescriptorRingReuseStress() {
        ring.offer(11);
    }

    @Actor
    public void producer(final ZII_Result r) {
        r.r1 = ring.offer(22);
    }

    @Actor
    public void consumer(final ZII_Result r) {
        r.r2 = (int) ring.pollOr(-1);
        r.r3 = (int) ring.pollOr(-1);
    }
}
