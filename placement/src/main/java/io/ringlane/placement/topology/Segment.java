package io.ringlane.placement.topology;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A part of a zone whose hosts are close: what EC2 calls a network segment of high bisection bandwidth. */
public enum Segment {
    RACK,
    DATA_CENTRE,
    ZONE;

    /** As written in files, for instance {@code data-centre}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Every segment by its {@link #label}, smallest first. */
    static Map<String, Segment> byLabel() {
        Map<String, Segment> byLabel = new LinkedHashMap<>();
        for (Segment segment : values()) {
            byLabel.put(segment.label(), segment);
        }
        return byLabel;
    }
}
