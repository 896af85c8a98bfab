package io.ringlane.cloud.resource;

import java.util.Arrays;
import java.util.List;

/** Refuses calls that leave out what they cannot do without, as {@code MissingParameter}. */
public final class Required {

    private Required() {}

    /** A value that is given. */
    public static <T> T value(T value, String parameter) {
        if (value == null) {
            throw Ec2Exception.missing(parameter);
        }
        return value;
    }

    /** Values that are all given, or none of them; a copy. */
    public static <T> List<T> values(List<T> values, String parameter) {
        value(values, parameter).forEach(each -> value(each, parameter));
        return List.copyOf(values);
    }

    /** At least one value, all of them given; a copy. */
    public static <T> List<T> some(T[] values, String parameter) {
        if (value(values, parameter).length == 0) {
            throw Ec2Exception.missing(parameter);
        }
        return values(Arrays.asList(values), parameter);
    }
}
