package io.ringlane.cloud.cli;

import io.ringlane.cloud.network.NetworkException;
import io.ringlane.cloud.plan.PlanException;
import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.core.text.NearestName;
import io.ringlane.placement.PlacementException;
import io.ringlane.placement.table.TableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and an exit code. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    /** A usage error, or input that cannot be used. */
    public static final int USAGE = 2;

    /** A fault of the program: EX_SOFTWARE of sysexits.h, so that no script takes it for a verdict. */
    static final int INTERNAL = 70;

    private final String program;
    private final boolean isDebug;

    /**
     * @param program what lines begin with
     * @param isDebug whether stack traces are shown too
     */
    public Failures(String program, boolean isDebug) {
        this.program = program;
        this.isDebug = isDebug;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(program + ": " + usageMessage(e) + "; see '"
                + command.getCommandSpec().qualifiedName() + " --help'");
        trace(e, err);
        return USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        boolean isInput = isInput(e);
        if (e instanceof ScenarioException scenario) {
            scenario.problems().forEach(p -> err.println(program + ": " + oneLine(p.format(scenario.file()))));
        } else if (isInput) {
            err.println(program + ": " + oneLine(inputMessage(e)));
        } else {
            reportInternal(e, err);
        }
        trace(e, err);
        return isInput ? USAGE : INTERNAL;
    }

    /** For what is worse than an exception: no memory, a broken class path. */
    public int handleError(Error e, PrintWriter err) {
        reportInternal(e, err);
        trace(e, err);
        return INTERNAL;
    }

    private void reportInternal(Throwable e, PrintWriter err) {
        String hint = isDebug ? "" : "; --debug shows where";
        err.println(program + ": internal error: " + oneLine(rootCause(e).toString()) + hint);
    }

    /** Whether a user can mend it; everything else is Ringlane's own fault. */
    private static boolean isInput(Exception e) {
        return e instanceof RunException
                || e instanceof ScenarioException
                || e instanceof NetworkException
                || e instanceof PlanException
                || e instanceof PlacementException
                || e instanceof TableException
                || e instanceof IOException
                || e instanceof UncheckedIOException;
    }

    private void trace(Throwable e, PrintWriter err) {
        if (isDebug) {
            e.printStackTrace(err);
        }
        err.flush();
    }

    private static String usageMessage(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatchedMessage(unmatched);
        }
        String message = oneLine(e.getMessage());
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static String unmatchedMessage(UnmatchedArgumentException e) {
        CommandLine command = e.getCommandLine();
        String written = e.getUnmatched().get(0);
        List<String> candidates = new ArrayList<>();
        String noun;
        if (e.isUnknownOption()) {
            noun = "unknown option";
            command.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> candidates.addAll(List.of(option.names())));
        } else if (command.getSubcommands().isEmpty()) {
            noun = "unexpected argument";
        } else {
            noun = "unknown command";
            candidates.addAll(command.getSubcommands().keySet());
        }
        int equals = written.indexOf('=');
        String name = equals > 0 && e.isUnknownOption() ? written.substring(0, equals) : written;
        Optional<CommandLine> owner = e.isUnknownOption() ? otherCommandWith(name, command) : Optional.empty();
        if (owner.isPresent()) {
            return noun + " '" + oneLine(name) + "': it belongs to '"
                    + owner.get().getCommandSpec().qualifiedName() + "'";
        }
        Optional<String> nearest = NearestName.of(name, candidates);
        return noun + " '" + oneLine(name) + "'"
                + nearest.map(near -> " (did you mean '" + near + "'?)").orElse("");
    }

    /** The command beside this one that has an option of this name. */
    private static Optional<CommandLine> otherCommandWith(String option, CommandLine command) {
        CommandLine parent = command.getParent();
        return parent == null
                ? Optional.empty()
                : parent.getSubcommands().values().stream()
                        .filter(each -> each.getCommandSpec().findOption(option) != null)
                        .findFirst();
    }

    private static String inputMessage(Exception e) {
        if (e instanceof UncheckedIOException unchecked) {
            return inputMessage(unchecked.getCause());
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or directory";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + ": is there already and is not a directory";
        }
        if (e instanceof FileSystemException fault) {
            return fault.getFile() + ": " + (fault.getReason() == null ? "cannot be used" : fault.getReason());
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Messages may quote input; a line break or an escape in it must not reach the terminal. */
    static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    }
}
