package io.ringlane.benchmarks.compare;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkRunner;
import io.ringlane.benchmarks.compare.jmh.ForkTime;
import io.ringlane.benchmarks.compare.jmh.JmhJar;
import io.ringlane.benchmarks.compare.machine.Rulers;
import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.outcome.ScenarioOutcomes;
import io.ringlane.benchmarks.compare.report.Headline;
import io.ringlane.benchmarks.compare.report.Report;
import io.ringlane.benchmarks.compare.report.Trend;
import io.ringlane.benchmarks.compare.report.VerdictJson;
import io.ringlane.benchmarks.compare.report.VerdictMarkdown;
import io.ringlane.benchmarks.compare.report.VerdictPage;
import io.ringlane.benchmarks.compare.revision.BuildRecipe;
import io.ringlane.benchmarks.compare.revision.Candidate;
import io.ringlane.benchmarks.compare.revision.JarStore;
import io.ringlane.benchmarks.compare.session.CaseLog;
import io.ringlane.benchmarks.compare.session.Results;
import io.ringlane.benchmarks.compare.session.Schedule;
import io.ringlane.benchmarks.compare.session.SequentialJudge;
import io.ringlane.benchmarks.compare.session.SessionResult;
import io.ringlane.benchmarks.compare.stats.Block;
import io.ringlane.benchmarks.compare.stats.LookPlan;
import io.ringlane.benchmarks.support.MachineFacts;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** One call of {@code scripts/compare}, step by step. */
final class Comparison {

    /** Runs in virtual time of a few seconds each, which together meet every cap and drop reason that scenarios have. */
    private static final List<String> SCENARIOS =
            List.of("first-steps.yaml", "caps.yaml", "cluster.yaml", "imix.yaml", "ena-express.yaml");

    private final CompareOptions options;
    private final Progress progress;
    private final List<String> remarks = new ArrayList<>();

    Comparison(final CompareOptions options, final Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** @return the exit code */
    int run() throws IOException, InterruptedException {
        final Instant started = Instant.now();
        final Path work = options.out().resolve("forks");
        Files.createDirectories(work);
        final Trend.Earlier earlier = options.baseline() == null ? null : Trend.Earlier.read(options.baseline());
        final JarStore store = new JarStore(
                Path.of(System.getProperty("compare.root", "."))
                        .resolve("out/compare")
                        .toAbsolutePath()
                        .normalize(),
                options.repository(),
                new BuildRecipe(options.build(), options.jar()),
                this::remark);
        final JarStore.Named namedBase = store.named(options.base()); // both are looked for before either is built
        final JarStore.Named namedHead = store.named(options.head());
        final Candidate base = namedBase.built();
        final Candidate head = namedHead.built();
        final boolean isOwn = ScenarioOutcomes.canRun(base.jar()) && ScenarioOutcomes.canRun(head.jar());
        final List<BenchmarkCase> cases = common(base, head, isOwn);
        final BenchmarkCase control = control(base, cases);

        progress.say("rulers of the machine ...");
        final RulerRun rulers = new RulerRun(ownJar(), work, options.pinning());
        final Rulers before = rulers.measure();
        if (earlier != null && earlier.refusal(before) != null) {
            progress.say("NOT COMPARED with " + options.baseline() + ": " + earlier.refusal(before));
        }
        final List<ExactRow> outcomes = outcomes(base, head, isOwn, work);
        final LookPlan plan =
                new LookPlan(options.forks() / Block.FORKS_A_SIDE, options.mostForks() / Block.FORKS_A_SIDE);
        final SequentialJudge judge = new SequentialJudge(options.margin(), plan);
        final ForkRunner runner = new ForkRunner(
                work,
                options.pinning(),
                options.forkOptions(isOwn),
                options.forkScore(),
                Duration.ofSeconds(options.forkLimitSeconds()));
        progress.say(announcement(cases.size(), options.forkOptions(isOwn)));
        final List<CaseLog> logs = new Schedule(
                        new ProcessForks(new JmhJar(base.jar()), new JmhJar(head.jar()), runner), plan, judge, progress)
                .run(cases, control);
        progress.say("rulers once more ...");
        final Rulers after = rulers.measure();
        if (before.refusal(after) != null) {
            remark("the machine changed during the session: " + before.refusal(after));
        }
        final SessionResult result = Results.of(outcomes, logs, judge, options.isOutcomeAccepted());
        final Report report = new Report(
                base,
                head,
                options.margin(),
                options.forks(),
                options.mostForks(),
                options.method(isOwn),
                result,
                MachineFacts.here(),
                before,
                after,
                earlier == null ? null : earlier.against(before.best(after), result.metrics()),
                started,
                Duration.between(started, Instant.now()).toSeconds(),
                remarks);
        publish(report);
        return result.verdict().exitCode();
    }

    /** What is to come, and how long it takes, before it begins. */
    private String announcement(final int benchmarks, final List<String> forkOptions) {
        final int least = (benchmarks + 1) * 2 * options.forks();
        final int most = (benchmarks + 1) * 2 * options.mostForks();
        final OptionalDouble forkSeconds = ForkTime.seconds(forkOptions);
        final String first = benchmarks + (benchmarks == 1 ? " benchmark" : " benchmarks") + " and the control, "
                + options.forks() + " forks a side, " + least + " forks";
        if (forkSeconds.isEmpty()) {
            return first + "; how long they take the benchmarks' own iterations say ...";
        }
        return first + ": about " + minutes(least * forkSeconds.getAsDouble())
                + (most == least
                        ? ""
                        : ", up to " + minutes(most * forkSeconds.getAsDouble()) + " where much is undecided")
                + " ...";
    }

    private static String minutes(final double seconds) {
        return Math.max(1, Math.round(seconds / 60)) + " min";
    }

    private void remark(final String text) {
        progress.say(text);
        if (!text.startsWith("building ")) {
            remarks.add(text);
        }
    }

    /** What both sides have; what only one has is said. */
    private List<BenchmarkCase> common(final Candidate base, final Candidate head, final boolean isOwn)
            throws IOException, InterruptedException {
        final BenchmarkSet set = options.benchmarks(isOwn);
        final List<BenchmarkCase> ofBase = set.casesIn(new JmhJar(base.jar()));
        final List<BenchmarkCase> ofHead = set.casesIn(new JmhJar(head.jar()));
        final List<BenchmarkCase> common =
                ofHead.stream().filter(ofBase::contains).toList();
        ofBase.stream().filter(one -> !ofHead.contains(one)).forEach(one -> remark("only BASE has " + one));
        ofHead.stream().filter(one -> !ofBase.contains(one)).forEach(one -> remark("only HEAD has " + one));
        final Set<String> known = new TreeSet<>();
        ofHead.forEach(one -> known.addAll(one.params().keySet()));
        for (final String name : options.params()) {
            if (!ofHead.isEmpty() && !known.contains(name)) {
                throw new IOException("-p " + name + ": no benchmark that is compared has such a parameter; they have "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
        if (common.isEmpty()) {
            throw new IOException("no benchmark to compare: BASE has " + ofBase.size() + " and HEAD " + ofHead.size()
                    + " that match, none in both; 'java -jar JAR -lp' lists them");
        }
        return common;
    }

    private BenchmarkCase control(final Candidate base, final List<BenchmarkCase> cases)
            throws IOException, InterruptedException {
        if (options.control() == null) {
            return cases.get(0);
        }
        final List<BenchmarkCase> matching = new JmhJar(base.jar()).cases(options.control(), Map.of());
        return cases.stream()
                .filter(matching::contains)
                .findFirst()
                .or(() -> matching.stream().findFirst())
                .orElseThrow(() -> new IOException("--control " + options.control() + ": BASE has no such benchmark"));
    }

    private List<ExactRow> outcomes(final Candidate base, final Candidate head, final boolean isOwn, final Path work)
            throws IOException, InterruptedException {
        final List<ExactRow> rows = new ArrayList<>();
        if (!isOwn || options.isWithoutScenarios()) {
            return rows;
        }
        final Path scenarios = Path.of(System.getProperty("compare.root", ".")).resolve("scenarios");
        progress.say("outcomes of " + SCENARIOS.size() + " scenarios in virtual time ...");
        for (final String name : SCENARIOS) {
            rows.add(new ScenarioOutcomes(work).compare(scenarios.resolve(name), base.jar(), head.jar()));
        }
        return rows;
    }

    private static Path ownJar() throws IOException {
        try {
            return Path.of(Comparison.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (final URISyntaxException e) {
            throw new IOException("this program cannot tell which jar it was started from", e);
        }
    }

    private void publish(final Report report) throws IOException {
        Files.writeString(options.out().resolve("verdict.json"), VerdictJson.render(report));
        Files.writeString(options.out().resolve("verdict.md"), VerdictMarkdown.render(report));
        Files.writeString(options.out().resolve("verdict.html"), VerdictPage.render(report));
        progress.close();
        final String text = VerdictMarkdown.render(report);
        System.out.print(text.substring(0, text.indexOf("<details>")));
        progress.say("verdict.json, verdict.md and verdict.html are in " + options.out());
        if (options.isQuiet()) {
            System.err.println("compare: " + Headline.of(report));
        }
    }
}
