package io.ringlane.benchmarks.compare.report;

import io.ringlane.benchmarks.compare.machine.Rulers;
import io.ringlane.benchmarks.compare.revision.Candidate;
import io.ringlane.benchmarks.compare.session.SessionResult;
import io.ringlane.benchmarks.support.MachineFacts;
import java.time.Instant;
import java.util.List;

/**
 * All that the three files tell.
 *
 * @param margin as a share
 * @param forks of each side before the first look
 * @param mostForks of each side before the last
 * @param method how forks were run and scored, in words
 * @param trend null unless an earlier verdict was given
 * @param remarks what a reader should know besides, a sentence each
 */
public record Report(
        Candidate base,
        Candidate head,
        double margin,
        int forks,
        int mostForks,
        String method,
        SessionResult result,
        MachineFacts machine,
        Rulers rulersBefore,
        Rulers rulersAfter,
        Trend trend,
        Instant started,
        long seconds,
        List<String> remarks) {

    /** Copies the remarks. */
    public Report {
        remarks = List.copyOf(remarks);
    }

    /** Such as {@code 10 to 30 forks a side}. */
    String forksASide() {
        return (mostForks > forks ? forks + " to " + mostForks : forks) + " forks a side";
    }
}
