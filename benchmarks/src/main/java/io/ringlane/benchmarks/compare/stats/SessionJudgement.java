package io.ringlane.benchmarks.compare.stats;

import java.util.List;

/**
 * All verdicts of a session.
 *
 * @param judgements one a series, in the order given
 * @param control null if none ran
 */
public record SessionJudgement(List<Judgement> judgements, ControlJudgement control) {

    /** Whether the machine told identical code apart, so that no timing says anything. */
    public boolean isVoid() {
        return control != null && control.state() == ControlJudgement.State.LEFT_THE_MARGIN;
    }
}
