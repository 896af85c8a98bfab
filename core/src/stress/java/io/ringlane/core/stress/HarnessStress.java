package io.ringlane.core.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The smallest publication there is, so that the wiring of the stress tests is itself under test.
 * <p>
 * To see it fail, swap the two lines of {@link #writer()}: within seconds {@code 1, 0} appears, which is forbidden.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "reader ran first")
@Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "value stored, not yet published")
@Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "published, and the value with it")
@Outcome(expect = FORBIDDEN, desc = "published without its value")
@State
public class HarnessStress {

    private static final VarHandle READY;

    static {
        try {
            READY = MethodHandles.lookup().findVarHandle(HarnessStress.class, "ready", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int value;
    private int ready;

    @Actor
    public void writer() {
        value = 7;
        READY.setRelease(this, 1);
    }

    @Actor
    public void reader(final II_Result r) {
        r.r1 = (int) READY.getAcquire(this);
        r.r2 = value;
    }
}
