package io.ringlane.cloud.scenario;

import io.ringlane.cloud.resource.ErrorCodes;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.core.rate.Quantity;
import io.ringlane.core.rate.Units;
import io.ringlane.dataplane.counter.DropReason;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads expectations: of flows, of events and of flow logs; what is so whatever packets do, {@link ClaimReader} reads. */
final class ExpectReader {

    private static final long MOST_SHARE_PPM = 1_000_000;
    private static final long DEFAULT_WITHIN_PPM = 1000;

    /** A hundredth of it, the step of a window, is then ten nanoseconds. */
    private static final long LEAST_WINDOW_NS = 1_000;

    private static final List<String> FLOW_METRICS = List.of("delivered", "lossAtMost", "p99AtMost", "dropped");
    private static final List<String> DROP_REASONS =
            Arrays.stream(DropReason.values()).map(DropReason::label).toList();

    private final Problems problems;
    private final Collection<String> flows;
    private final Declared declared;
    private final int events;
    private final long durationNs;
    private final ClaimReader claims;
    private final Map<String, Long> windows = new HashMap<>(); // by flow

    ExpectReader(
            Problems problems,
            Collection<String> flows,
            Declared declared,
            int events,
            long durationNs,
            ClaimReader claims) {
        this.claims = claims;
        this.problems = problems;
        this.flows = flows;
        this.declared = declared;
        this.events = events;
        this.durationNs = durationNs;
    }

    ExpectSpec read(YamlNode node) {
        final Fields fields = Fields.of(node, problems, "{flow: f, delivered: 5Gbit/s, within: 0.1%}");
        if (fields == null) {
            return null;
        }
        final Claim.Subject subject = ClaimReader.subject(fields);
        final Claim.Subject unnamed = subject == null ? ClaimReader.unnamedSubject(fields) : null;
        if (unnamed != null) {
            problems.error(
                    fields.mapping(),
                    "missing key '" + unnamed.key() + "', which says what it is expected of: add for instance "
                            + unnamed.example());
            return null;
        }
        final ExpectSpec expect = subject != null
                ? readClaim(fields, subject)
                : fields.has("event")
                        ? readEvent(fields)
                        : fields.has("flowLog") ? readFlowLog(fields) : readFlow(fields);
        fields.finish();
        return expect;
    }

    private ExpectSpec readClaim(Fields fields, Claim.Subject subject) {
        return ExpectSpec.ofClaim(claims.read(fields, subject), fields.mapping().line());
    }

    private ExpectSpec readEvent(Fields fields) {
        final Scalar error = fields.reference(
                fields.text(fields.required("error", "IncorrectInstanceState")), ErrorCodes.all(), "error code");
        final Scalar says = fields.words("says");
        if (events == 0) {
            problems.error(fields.node("event"), "there are no events: add some, or leave the expectation out");
            return null;
        }
        final int number = (int) fields.integer("event", 1, events, 1);
        return ExpectSpec.ofEvent(
                number,
                error == null ? null : error.text(),
                says == null ? null : says.text(),
                fields.mapping().line());
    }

    private ExpectSpec readFlowLog(Fields fields) {
        final Scalar log = fields.reference("flowLog", declared.of("flowLogs"), "flow log");
        if (fields.has("accepted") == fields.has("rejected")) {
            problems.error(fields.mapping(), "wants one of accepted and rejected, for instance accepted: 1000");
        }
        final boolean isAccepted = fields.has("accepted");
        final long packets = fields.integer(isAccepted ? "accepted" : "rejected", 0, Long.MAX_VALUE, 0);
        return ExpectSpec.ofFlowLog(
                log == null ? null : log.text(),
                isAccepted,
                packets,
                fields.mapping().line());
    }

    private ExpectSpec readFlow(Fields fields) {
        if (!fields.has("flow")) { // what else it could have been about is among the keys to choose from
            Arrays.stream(Claim.Subject.values()).map(Claim.Subject::key).forEach(fields::has);
            List.of("event", "flowLog").forEach(fields::has);
        }
        final Scalar flow = fields.reference(fields.text(fields.required("flow", "f")), flows, "flow");
        final String metric = checkMetrics(fields);
        final boolean isDelivered = "delivered".equals(metric);
        final long fromNs = fields.quantityOrZero("from", Quantity.DURATION, Limits.MOST_DURATION_NS, 0);
        final long toNs = readTo(fields, fromNs);
        final ExpectSpec expect = new ExpectSpec(
                flow == null ? null : flow.text(),
                fields.quantityOrZero("delivered", Quantity.BIT_RATE, Limits.MOST_BITS_PER_SECOND, -1),
                fields.quantityOrZero("within", Quantity.SHARE, MOST_SHARE_PPM, isDelivered ? DEFAULT_WITHIN_PPM : -1),
                readWindow(fields, flow == null ? null : flow.text()),
                fields.quantityOrZero("lossAtMost", Quantity.SHARE, MOST_SHARE_PPM, -1),
                fields.quantity("p99AtMost", Quantity.DURATION, Limits.MOST_DURATION_NS, -1),
                fields.choice("dropped", "reason", DROP_REASONS, null),
                fromNs,
                toNs,
                fields.mapping().line());
        return expect;
    }

    private String checkMetrics(Fields fields) {
        final List<String> metrics = FLOW_METRICS.stream().filter(fields::has).toList();
        if (metrics.size() > 1) {
            problems.error(
                    fields.mapping(),
                    "one expectation holds one of delivered, lossAtMost, p99AtMost and dropped: split "
                            + String.join(" and ", metrics));
        } else if (metrics.isEmpty()) {
            problems.error(
                    fields.mapping(),
                    "nothing is expected: add delivered, lossAtMost, p99AtMost or dropped, for instance delivered: 5Gbit/s");
        }
        if (metrics.isEmpty()) {
            return null;
        }
        final String metric = metrics.get(0);
        if (fields.has("within") && !metrics.contains("delivered")) {
            final String why = metric.equals("dropped") ? "dropped has no tolerance" : metric + " is a limit already";
            problems.error(fields.node("within"), "within belongs to delivered, and " + why + ": leave it out");
        }
        if (fields.has("window") && !metrics.contains("delivered")) {
            problems.error(
                    fields.node("window"), "window belongs to delivered, and not to " + metric + ": leave it out");
        }
        for (final String key : List.of("from", "to")) {
            if (fields.has(key) && (metrics.contains("p99AtMost") || fields.has("window"))) {
                problems.error(
                        fields.node(key),
                        (fields.has("window")
                                        ? "window is about every window of the run"
                                        : "p99AtMost is about the whole run")
                                + ": leave out " + key);
            }
        }
        return metric;
    }

    private long readTo(Fields fields, long fromNs) {
        final long toNs =
                fields.quantity("to", Quantity.DURATION, Limits.MOST_DURATION_NS, fields.has("from") ? durationNs : 0);
        if (fields.has("to") && toNs > durationNs) {
            problems.error(
                    fields.node("to"),
                    "the run ends after " + Units.formatNanos(durationNs) + ": end earlier or run longer");
        } else if ((fields.has("from") || fields.has("to")) && toNs <= fromNs) {
            problems.error(
                    fields.node(fields.has("to") ? "to" : "from"), "the time ends before it begins: end it later");
        }
        return toNs;
    }

    /** One width a flow: its windows are watched while traffic runs, not worked out afterwards. */
    private long readWindow(Fields fields, String flow) {
        final long windowNs = fields.quantity("window", Quantity.DURATION, Limits.MOST_DURATION_NS, 0);
        if (windowNs == 0) {
            return 0;
        }
        final YamlNode node = fields.node("window");
        if (windowNs < LEAST_WINDOW_NS) {
            problems.error(
                    node, "too short to hold a frame now and then: the least is " + Units.formatNanos(LEAST_WINDOW_NS));
        } else if (windowNs > durationNs) {
            problems.error(
                    node,
                    "no window of " + Units.formatNanos(windowNs) + " fits into a run of "
                            + Units.formatNanos(durationNs) + ": make the window shorter or the run longer");
        }
        final Long other = windows.putIfAbsent(flow, windowNs);
        if (other != null && other != windowNs) {
            problems.error(
                    node,
                    "flow '" + flow + "' is watched in windows of " + Units.formatNanos(other)
                            + " already: write the same one");
        }
        return windowNs;
    }
}
