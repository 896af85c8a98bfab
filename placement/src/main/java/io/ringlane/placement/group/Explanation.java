package io.ringlane.placement.group;

import java.util.List;

/**
 * Why an instance runs where it does.
 *
 * @param instance its name
 * @param placement where it runs; null if it is stopped
 * @param reasons each decision in the order it was taken, one phrase each: zone, group, rack, host, interface
 * @param warnings what its owner should know, one sentence each
 */
public record Explanation(String instance, Placement placement, List<String> reasons, List<String> warnings) {
    public Explanation {
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }

    /** One line a reason, one a warning. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(instance).append(placement == null ? " does not run:" : " runs here:");
        reasons.forEach(reason -> text.append("\n  ").append(reason));
        warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
        return text.toString();
    }
}
