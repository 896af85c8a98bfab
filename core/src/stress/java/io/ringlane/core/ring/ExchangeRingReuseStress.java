package io.ringlane.core.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The only slot goes there and back and there again, and each side must see what the other left in it last. */
@JCStressTest
@Outcome(id = "11, -1, -1", expect = ACCEPTABLE, desc = "nothing to collect yet, so nothing submitted again")
@Outcome(id = "11, -1, 33", expect = ACCEPTABLE, desc = "submitted again after the last look")
@Outcome(id = "11, 22, 33", expect = ACCEPTABLE, desc = "there, back, and there again")
@Outcome(expect = FORBIDDEN, desc = "an old descriptor, or one that was taken before it was there")
@State
public class ExchangeRingReuseStress {
    private final ExchangeRing ring = new ExchangeRing(1);

    public ExchangeRingReuseStress() {
        ring.submit(11);
        ring.publish();
    }

    @Actor
    public void exchanger(final III_Result r) {
        r.r1 = (int) ring.exchangeOr(33, -1);
        ring.publishExchanged();
        r.r2 = (int) ring.exchangeOr(44, -1);
    }

    @Actor
    public void submitter(final III_Result r) {
        r.r3 = (int) ring.collectOr(-1);
        if (r.r3 != -1) {
            ring.submit(22);
            ring.publish();
        }
    }
}
