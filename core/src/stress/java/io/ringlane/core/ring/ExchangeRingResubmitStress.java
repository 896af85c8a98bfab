package io.ringlane.core.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Answers submitted again, from their slots into others: the exchanger must take them as they were answered, with what was
 * written behind them, and its answers to them must come back.
 * <p>
 * To see it fail, have {@code resubmit} of the ring publish its tail, with {@code tailSetRelease(tail + count)}, before it
 * copies the slots: the exchanger then takes a 0 that was never submitted, which is forbidden.
 */
@JCStressTest
@Outcome(id = "-1, -1, 0, -1", expect = ACCEPTABLE, desc = "exchanger ran first")
@Outcome(id = "-1, 33, 0, -1", expect = ACCEPTABLE, desc = "taken at the second look, and not answered")
@Outcome(id = "33, -1, 7, -1", expect = ACCEPTABLE, desc = "taken, and not answered before the last look")
@Outcome(id = "33, -1, 7, 55", expect = ACCEPTABLE, desc = "taken and answered")
@Outcome(expect = FORBIDDEN, desc = "published before its slot or its frame, or an old descriptor")
@State
public class ExchangeRingResubmitStress {
    private final ExchangeRing ring = new ExchangeRing(2);
    private int frame;

    public ExchangeRingResubmitStress() {
        ring.submit(11);
        ring.publish();
        ring.exchangeOr(33, -1);
        ring.publishExchanged();
    }

    @Actor
    public void submitter(final IIII_Result r) {
        ring.collectOr(-1);
        frame = 7;
        ring.resubmit(1);
        ring.publish();
        r.r4 = (int) ring.collectOr(-1);
    }

    @Actor
    public void exchanger(final IIII_Result r) {
        r.r1 = (int) ring.exchangeOr(55, -1);
        r.r3 = r.r1 == -1 ? 0 : frame;
        ring.publishExchanged();
        r.r2 = (int) ring.exchangeOr(66, -1);
    }
}
