package io.ringlane.cloud.plan;

/** A question that a plan has no answer to. The message is one sentence for the user. */
public final class PlanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PlanException(String message) {
        super(message);
    }
}
