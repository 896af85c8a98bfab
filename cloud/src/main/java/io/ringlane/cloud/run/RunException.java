package io.ringlane.cloud.run;

/**
 * A run that could not be: the input is at fault, not the program. The message is one sentence that a user can act
 * on, without a class name in it.
 */
public final class RunException extends RuntimeException {

    public RunException(String message) {
        super(message);
    }

    public RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
