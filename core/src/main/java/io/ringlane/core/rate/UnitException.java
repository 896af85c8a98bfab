package io.ringlane.core.rate;

/** A quantity that cannot be read. The message says what is wrong and what to write instead, in one line. */
public final class UnitException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnitException(String message) {
        super(message);
    }
}
