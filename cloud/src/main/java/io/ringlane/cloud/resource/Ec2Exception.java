package io.ringlane.cloud.resource;

/**
 * A call that EC2 would refuse, with EC2's error code and a message that says what is wrong and what would be right.
 *
 * <p>Whoever throws it has changed nothing.
 */
public final class Ec2Exception extends RuntimeException {

    private final String code;
    private final String detail;

    /**
     * @param code EC2's error code, for instance {@code InvalidParameterValue}
     * @param detail EC2's message where it is known, and what helps
     */
    public Ec2Exception(String code, String detail) {
        super(code + ": " + detail);
        this.code = code;
        this.detail = detail;
    }

    /** A value that the named parameter cannot have. */
    public static Ec2Exception invalidValue(String value, String parameter, String why) {
        return new Ec2Exception(
                "InvalidParameterValue", "Value (" + value + ") for parameter " + parameter + " is invalid. " + why);
    }

    /** A parameter that the call cannot do without. */
    public static Ec2Exception missing(String parameter) {
        return new Ec2Exception("MissingParameter", "The request must contain the parameter " + parameter + ".");
    }

    /** Parameters that do not go together. */
    public static Ec2Exception invalidCombination(String why) {
        return new Ec2Exception("InvalidParameterCombination", why);
    }

    /** Something still depends on what was to be deleted. */
    public static Ec2Exception dependency(String id, String dependant) {
        return new Ec2Exception(
                "DependencyViolation",
                "The resource '" + id + "' has dependencies and cannot be deleted: " + dependant);
    }

    /** EC2's error code. */
    public String code() {
        return code;
    }

    /** The message without the code. */
    public String detail() {
        return detail;
    }
}
