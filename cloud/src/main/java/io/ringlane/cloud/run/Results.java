package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.FlowLogResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.InterfaceResult;
import io.ringlane.cloud.run.RunResult.Machine;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.cloud.scenario.Scenario;
import java.util.List;
import java.util.function.Function;

/** Puts together what a run of a scenario measured, and judges it. */
final class Results {

    private final Scenario scenario;
    private final Ledgers ledgers;
    private final long durationNs;
    private final long wallNs;

    Results(final Scenario scenario, final Ledgers ledgers, final long durationNs, final long wallNs) {
        this.scenario = scenario;
        this.ledgers = ledgers;
        this.durationNs = durationNs;
        this.wallNs = wallNs;
    }

    /**
     * @param proof why nothing is judged, given what was missed; or null
     * @param machine null under the virtual clock
     */
    RunResult of(
            final List<FlowResult> flows,
            final List<InterfaceResult> interfaces,
            final List<EventResult> events,
            final List<FlowLogResult> flowLogs,
            final Moments moments,
            final Function<List<Miss>, String> proof,
            final Machine machine) {
        final Expectations expectations =
                new Expectations(flows, ledgers, events, flowLogs, moments, durationNs, machine != null);
        final List<ExpectationResult> judged = expectations.judge(scenario.expect());
        final String voidReason = proof.apply(expectations.misses());
        return new RunResult(
                scenario.name(),
                scenario.run().clock(),
                scenario.run().seed(),
                machine == null ? ledgers.digest() : "",
                durationNs,
                wallNs,
                flows,
                interfaces,
                totals(flows),
                voidReason == null
                        ? judged
                        : judged.stream().map(ExpectationResult::notJudged).toList(),
                voidReason,
                machine,
                events.stream().map(this::marked).toList(),
                flowLogs,
                moments.costs());
    }

    private EventResult marked(final EventResult event) {
        final boolean isExpected = event.errorCode() != null
                && scenario.expect().stream()
                        .anyMatch(expect -> expect.event() == event.number()
                                && event.errorCode().equals(expect.error())
                                && (expect.says() == null
                                        || event.errorMessage().contains(expect.says())));
        return isExpected ? event.asExpected() : event;
    }

    private static PacketTotals totals(final List<FlowResult> flows) {
        long sent = 0;
        long delivered = 0;
        long dropped = 0;
        for (final FlowResult flow : flows) {
            sent += flow.packetsSent();
            delivered += flow.packetsDelivered();
            dropped += flow.packetsDropped();
        }
        return new PacketTotals(sent, delivered, dropped, sent - delivered - dropped);
    }
}
