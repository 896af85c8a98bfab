package io.ringlane.core.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** What is submitted together must be there together, with what was written before it. */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "exchanger ran first")
@Outcome(id = "2, 11, 22, 7", expect = ACCEPTABLE, desc = "both visible, and the frame behind them")
@Outcome(expect = FORBIDDEN, desc = "published before its slots or its frame, or a split submission")
@State
public class ExchangeRingSubmissionStress {
    private final ExchangeRing ring = new ExchangeRing(2);
    private final long[] src = {11, 22};
    private final long[] answers = {33, 44};
    private final long[] taken = new long[2];
    private int frame;

    @Actor
    public void submitter() {
        frame = 7;
        ring.submit(src, 0, 2);
        ring.publish();
    }

    @Actor
    public void exchanger(final IIII_Result r) {
        r.r1 = ring.peek(taken, 2);
        ring.answer(answers, r.r1);
        r.r2 = (int) taken[0];
        r.r3 = (int) taken[1];
        r.r4 = r.r1 == 0 ? 0 : frame;
    }
}
