package io.ringlane.cloud.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult.EventResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What events look like in reports, by what came of them. */
class EventReportTest {

    private static final EventResult DONE = new EventResult(1, 5, 5, "stop a", true, null, null);
    private static final EventResult REFUSED =
            new EventResult(2, 10, 10, "detach a", true, "OperationNotPermitted", "eth0 <stays>.");
    private static final EventResult LATE = new EventResult(3, 20, 20, "start a", false, null, null);

    @Test
    void shouldColourARefusalByWhetherItWasExpected() {
        assertThat(EventHtml.timeline(List.of(DONE, REFUSED, LATE)))
                .containsSubsequence(
                        "<td class=\"left wrap good\">done</td>",
                        "<td class=\"left wrap warn\">eth0 &lt;stays&gt;.</td>",
                        "<td class=\"left wrap zero\">not reached</td>");
        assertThat(EventHtml.timeline(List.of(REFUSED.asExpected())))
                .contains("<td class=\"left wrap good\">refused as expected: eth0 &lt;stays&gt;.</td>");
    }

    @Test
    void shouldSayOnTheTerminalWhetherARefusalWasExpected() {
        assertThat(EventText.render(List.of(REFUSED), Style.PLAIN)).contains("detach a  eth0 <stays>.");
        assertThat(EventText.render(List.of(REFUSED.asExpected()), Style.PLAIN))
                .contains("detach a  refused as expected: eth0 <stays>.");
    }
}
