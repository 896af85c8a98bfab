package io.ringlane.cloud.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunObserver.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter text = new StringWriter();
    private long nowNs = 17;

    @Test
    void shouldPrintALineEveryFiveSecondsWithoutATerminal() {
        try (Progress progress = progress(Style.PLAIN, false)) {
            progress.onPhase(Phase.PREPARING);
            progress.onPhase(Phase.RUNNING);
            for (int tenth = 1; tenth <= 120; tenth++) {
                nowNs += SECOND / 10;
                progress.onProgress(tenth * SECOND / 12, 10 * SECOND);
            }
            progress.onPhase(Phase.DRAINING);
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        "ringlane: running  41%  4.166 s of 10 s, 7 s left",
                        "ringlane: running  83%  8.333 s of 10 s, 2 s left");
    }

    @Test
    void shouldSayNothingOfAShortRunWithoutATerminal() {
        try (Progress progress = progress(Style.PLAIN, false)) {
            progress.onPhase(Phase.RUNNING);
            progress.onProgress(SECOND, SECOND);
        }

        assertThat(text.toString()).isEmpty();
    }

    @Test
    void shouldRedrawOneLineOnATerminalAndTakeItAway() {
        try (Progress progress = progress(new Style(true, false), true)) {
            progress.onPhase(Phase.RUNNING);
            progress.onProgress(SECOND / 2, SECOND);
        }

        assertThat(text.toString())
                .isEqualTo("\r\u001b[Krunning ███████████████░░░░░░░░░░░░░░░  50%  500 ms of 1 s, 0 s left\r\u001b[K");
    }

    @Test
    void shouldDrawAtMostTenTimesASecond() {
        try (Progress progress = progress(Style.PLAIN, true)) {
            progress.onPhase(Phase.RUNNING);
            for (int i = 0; i < 100_000; i++) {
                nowNs += 20_000;
                progress.onProgress(i, 100_000);
            }
        }

        long drawn = text.toString().chars().filter(c -> c == '\r').count();
        assertThat(drawn).isBetween(15L, 25L);
    }

    @Test
    void shouldShowTheTimeOfARunWhoseLengthNobodyKnows() {
        try (Progress progress = progress(Style.PLAIN, true)) {
            progress.onPhase(Phase.RUNNING);
            progress.onProgress(3 * SECOND, 0);
        }

        assertThat(text.toString()).contains("running, 3 s of traffic");
    }

    @Test
    void shouldCloseTwiceWithoutHarm() {
        Progress progress = progress(Style.PLAIN, true);
        progress.onPhase(Phase.PREPARING);
        progress.close();
        String closed = text.toString();
        progress.close();

        assertThat(text.toString()).isEqualTo(closed);
    }

    private Progress progress(Style style, boolean isTerminal) {
        return new Progress(new PrintWriter(text), style, isTerminal, () -> nowNs);
    }
}
