package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Claim.Subject;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/** Warns of claims that will not hold, and of what placement groups warn of themselves unless somebody expects it. */
final class ClaimLint {

    private final SoundPart sound;
    private final Scenario scenario;
    private final Problems problems;
    private final LongFunction<Moment> moments;
    private final List<Integer> claims = new ArrayList<>(); // indexes of expectations, in order of time
    private final Set<String> said = new HashSet<>();
    private int next;

    /** @param moments the region at a time, which is asked for in ascending order */
    ClaimLint(SoundPart sound, Problems problems, LongFunction<Moment> moments) {
        this.sound = sound;
        this.scenario = sound.scenario();
        this.problems = problems;
        this.moments = moments;
        for (int i = 0; i < scenario.expect().size(); i++) {
            if (claim(i) != null && isExact(claim(i))) {
                claims.add(i);
            }
        }
        claims.sort(Comparator.comparingLong(index -> claim(index).atNs()));
    }

    private Claim claim(int index) {
        return scenario.expect().get(index).claim();
    }

    /** Under the real clock traffic runs ahead of the measured time, and addresses cost meanwhile. */
    private boolean isExact(Claim claim) {
        return claim.subject() != Subject.COST || !"real".equals(scenario.run().clock());
    }

    /** Checks the claims of all times before one that have not been checked. */
    void checkBefore(long atNs) {
        while (next < claims.size() && (claim(claims.get(next)).atNs() < atNs || atNs == Claim.AT_END)) {
            check(claims.get(next++));
        }
    }

    private void check(int index) {
        final Claim claim = claim(index);
        final Moment.Finding finding = moments.apply(
                        Math.min(claim.atNs(), scenario.run().durationNs()))
                .find(claim);
        if (!finding.holds()) {
            final String key = claim.subject() == Subject.COST ? "usd" : claim.aspect();
            problems.warning(sound.node("expect", index, key), claim.text() + " is expected" + finding.instead());
        }
    }

    /** Says what groups warn of now and did not before. */
    void warnOfGroups(long atNs) {
        if (scenario.groups().isEmpty()) {
            return;
        }
        final Moment now = moments.apply(atNs);
        for (int i = 0; i < scenario.groups().size(); i++) {
            final String group = scenario.groups().get(i).name();
            for (final String warning : now.warnings(group)) {
                if (said.add(warning) && !isExpected(group, warning)) {
                    problems.warning(sound.node("groups", i, "name"), warning);
                }
            }
        }
    }

    private boolean isExpected(String group, String warning) {
        return scenario.expect().stream()
                .map(ExpectSpec::claim)
                .anyMatch(claim -> claim != null
                        && claim.subject() == Subject.GROUP
                        && claim.names().contains(group)
                        && warning.contains(claim.value()));
    }
}
