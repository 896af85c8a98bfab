package io.ringlane.core.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * What was exchanged and taken back must never be collected; what replaces it must be.
 * <p>
 * To see it fail, have {@code exchangeOr} of the ring publish its head, with {@code headSetRelease(next + 1)} before its
 * return: {@code takeBack} then finds everything published and throws. Without that check the submitter collects the 44 that
 * the exchanger takes back, which is forbidden.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "submitter ran first")
@Outcome(id = "1, 33, 0", expect = ACCEPTABLE, desc = "the first answer, the second is taken back")
@Outcome(id = "2, 33, 55", expect = ACCEPTABLE, desc = "the first answer, and what replaced the second")
@Outcome(expect = FORBIDDEN, desc = "an answer that was taken back, or one published before its slot")
@State
public class ExchangeRingTakeBackStress {
    private final ExchangeRing ring = new ExchangeRing(2);
    private final long[] collected = new long[2];

    public ExchangeRingTakeBackStress() {
        ring.submit(11);
        ring.submit(22);
        ring.publish();
    }

    @Actor
    public void exchanger() {
        ring.exchangeOr(33, -1);
        ring.takeBack(ring.exchangeOr(44, -1));
        ring.publishExchanged();
        ring.exchangeOr(55, -1);
        ring.publishExchanged();
    }

    @Actor
    public void submitter(final III_Result r) {
        r.r1 = ring.collect(collected, 0, 2);
        r.r2 = r.r1 > 0 ? (int) collected[0] : 0; // elements beyond those taken may change too
        r.r3 = r.r1 > 1 ? (int) collected[1] : 0;
    }
}
