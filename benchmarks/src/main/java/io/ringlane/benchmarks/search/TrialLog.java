package io.ringlane.benchmarks.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The trials of a search. Void ones and those that the system has outlived are kept for the record and count for nothing.
 */
final class TrialLog {

    private final List<Trial> all = new ArrayList<>();
    private final NavigableMap<Integer, List<Trial>> byStep = new TreeMap<>();
    private int firstFresh;

    Trial add(final int step, final double load, final long durationNs, final Tally tally) {
        final Trial trial = new Trial(all.size(), step, load, durationNs, tally);
        all.add(trial);
        if (!tally.isVoid()) {
            byStep.computeIfAbsent(step, s -> new ArrayList<>()).add(trial);
        }
        return trial;
    }

    /** Trials that count at a step, oldest first. */
    List<Trial> at(final int step) {
        return byStep.getOrDefault(step, List.of());
    }

    /** As {@link #at}, from a trial's index on. */
    List<Trial> at(final int step, final int firstIndex) {
        return at(step).stream().filter(trial -> trial.index() >= firstIndex).toList();
    }

    /** Steps with trials that count, lowest first. */
    Iterable<Integer> steps() {
        return byStep.keySet();
    }

    /** From now on only trials from this index on count. */
    void forgetBefore(final int index) {
        firstFresh = index;
        byStep.values().forEach(trials -> trials.removeIf(trial -> trial.index() < index));
        byStep.values().removeIf(List::isEmpty);
    }

    /** Index of the first trial that counts. */
    int firstFresh() {
        return firstFresh;
    }

    int size() {
        return all.size();
    }

    List<Trial> all() {
        return Collections.unmodifiableList(all);
    }
}
