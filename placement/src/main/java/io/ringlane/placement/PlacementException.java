package io.ringlane.placement;

/**
 * A request that EC2 would refuse, with EC2's error code and a message that says what to change.
 *
 * <p>Whoever throws it has changed nothing.
 */
public final class PlacementException extends RuntimeException {
    private final String code;

    /**
     * @param code EC2's error code, for instance {@code InsufficientInstanceCapacity}
     * @param message what was refused, and what would be accepted
     */
    public PlacementException(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** EC2's error code, for instance {@code InvalidParameterCombination}. */
    public String code() {
        return code;
    }
}
