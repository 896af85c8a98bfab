package io.ringlane.cloud.state;

import java.util.List;

/** What follows from a change that stands already. Stateless. */
public final class Consequences {

    private Consequences() {}

    /** Does each, in order, whatever became of those before it; what the first one throws that fails is thrown at the end. */
    public static void follow(Runnable... consequences) {
        follow(List.of(consequences));
    }

    /** The same of a list. */
    public static void follow(Iterable<? extends Runnable> consequences) {
        Throwable failure = null;
        for (Runnable each : consequences) {
            try {
                each.run();
            } catch (RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }
}
