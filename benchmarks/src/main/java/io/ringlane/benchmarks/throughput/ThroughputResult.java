package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.throughput.Finding.Worth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Everything a call measured.
 *
 * @param machine what it ran on, name to value
 */
record ThroughputResult(SearchPlan plan, Map<String, String> machine, List<Finding> findings) {

    /** That of the worst finding. */
    Worth worth() {
        return findings.stream()
                .map(Finding::worth)
                .max(Comparator.naturalOrder())
                .orElse(Worth.GOOD);
    }
}
