package io.ringlane.core.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Staged descriptors must appear together: once the first is there, the second is too. */
@JCStressTest
@Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "consumer ran first")
@Outcome(id = "-1, 11", expect = ACCEPTABLE, desc = "published between the two polls")
@Outcome(id = "11, 22", expect = ACCEPTABLE, desc = "both visible")
@Outcome(expect = FORBIDDEN, desc = "visible before publish, or a split publication")
@State
public class PhaseRingStagingStress {
    private final PhaseRing ring = new PhaseRing(2);

    @Actor
    public void producer() {
        ring.stage(11);
        ring.stage(22);
        ring.publish();
    }

    @Actor
    public void consumer(final II_Result r) {
        r.r1 = (int) ring.pollOr(-1);
        r.r2 = (int) ring.pollOr(-1);
    }
}
