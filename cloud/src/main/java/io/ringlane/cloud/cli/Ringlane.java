package io.ringlane.cloud.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code ringlane}. */
@Command(
        name = "ringlane",
        versionProvider = Ringlane.Version.class,
        description = "An EC2 network inside a JVM: real frames under the caps and delays that EC2 enforces.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:good",
            "1:an expectation was missed; of explain, packets are refused",
            "2:a mistake in the command or in its input",
            "3:inconclusive: too little was measured to judge an expectation",
            "4:void: the load generator did not keep its rate, or the machine was too noisy",
            "70:a fault in Ringlane itself"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlane run                                    the built-in tour",
            "  ringlane run my.yaml --report out               a scenario, with an HTML report in out/",
            "  ringlane replay traffic.pcap --rate 10Gbit/s    a capture, at a rate of your own",
            "  ringlane COMMAND --help                         more on one command"
        })
public final class Ringlane implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean isHelp;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean isVersion;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces; so does RINGLANE_DEBUG=1 in the environment.")
    private boolean isDebug;

    private Ringlane() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess(System.getenv());
        int exitCode = execute(args, Engines.standard(), terminal, System.getenv());
        System.exit(exitCode);
    }

    /** As {@link #main} without the exit, with the streams and the engines given. */
    static int execute(String[] args, Engines engines, Terminal terminal, Map<String, String> environment) {
        boolean isDebug = List.of(args).contains("--debug")
                || !environment.getOrDefault("RINGLANE_DEBUG", "").isEmpty();
        Failures failures = new Failures("ringlane", isDebug);
        CommandLine command = new CommandLine(new Ringlane())
                .addSubcommand(new RunCommand(engines.runner(), terminal))
                .addSubcommand(new ReplayCommand(engines.replayer(), terminal))
                .addSubcommand(new PlanCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new LintCommand(terminal))
                .addSubcommand(new TypesCommand(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.outStyle().colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        int exitCode;
        try {
            exitCode = command.execute(args);
        } catch (Error e) {
            exitCode = failures.handleError(e, terminal.err());
        }
        if (terminal.out().checkError()) { // flushes too
            terminal.err().println("ringlane: standard output cannot be written");
            exitCode = Math.max(exitCode, Failures.USAGE);
        }
        terminal.err().flush();
        return exitCode;
    }

    /** Without a command: the help, and the exit code of a mistake, as a script that forgot the command should see. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Ringlane.class.getPackage().getImplementationVersion();
            return new String[] {
                "ringlane " + (version == null ? "(built from source)" : version),
                "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name")
            };
        }
    }
}
