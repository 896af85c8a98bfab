package io.ringlane.benchmarks.report;

import io.ringlane.benchmarks.support.CoreDistance;
import io.ringlane.benchmarks.support.MachineFacts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What figures were taken on, as lines of {@code name: value}. */
public final class RunFacts {

    /** The fact that a run was too short to be quoted. */
    static final String QUICK = "quick";

    private RunFacts() {}

    /** This machine, its JDK, and whether two cores are near just now. */
    public static String ofThisMachine() {
        final MachineFacts machine = MachineFacts.here();
        return String.format(
                Locale.ROOT,
                "machine: %s%nsystem:  %s%nJDK:     %s%ncores:   %s%n",
                machine.hardware(),
                machine.system(),
                machine.jdk(),
                machine.cores() < 2 ? "one: no distance to measure" : CoreDistance.measure());
    }

    /** Facts by name, in their order. */
    public static Map<String, String> parse(final String text) {
        final Map<String, String> facts = new LinkedHashMap<>();
        text.lines()
                .filter(line -> line.indexOf(':') > 0)
                .forEach(line -> facts.put(
                        line.substring(0, line.indexOf(':')).strip(),
                        line.substring(line.indexOf(':') + 1).strip()));
        return facts;
    }
}
