package io.ringlane.core.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Answers published together must be there together, with what was written before them. */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "submitter ran first")
@Outcome(id = "2, 33, 44, 7", expect = ACCEPTABLE, desc = "both visible, and the frame behind them")
@Outcome(expect = FORBIDDEN, desc = "published before its slots or its frame, or a split publication")
@State
public class ExchangeRingAnswerStress {
    private final ExchangeRing ring = new ExchangeRing(2);
    private final long[] collected = new long[2];
    private int frame;

    public ExchangeRingAnswerStress() {
        ring.submit(11);
        ring.submit(22);
        ring.publish();
    }

    @Actor
    public void exchanger() {
        frame = 7;
        ring.exchangeOr(33, -1);
        ring.exchangeOr(44, -1);
        ring.publishExchanged();
    }

    @Actor
    public void submitter(final IIII_Result r) {
        r.r1 = ring.collect(collected, 0, 2);
        r.r2 = (int) collected[0];
        r.r3 = (int) collected[1];
        r.r4 = r.r1 == 0 ? 0 : frame;
    }
}
