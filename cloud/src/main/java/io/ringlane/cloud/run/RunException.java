package io.ringlane.cloud.run;

/**
 * A run that could not be: the input is at fault, not the program. The message is one sentence that a user can act
 * on, without a class name in it.
 */
public final class RunException extends RuntimeException {

    /** @param message one sentence for the user */
    public RunException(String message) {
        super(message);
    }

    /**
     * @param message one sentence for the user, complete without the cause
     * @param cause what was caught, for a stack trace
     */
    public RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
