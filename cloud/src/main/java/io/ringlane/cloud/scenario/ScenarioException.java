package io.ringlane.cloud.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** A scenario file that cannot be used, with everything that is wrong with it in the order of the file. */
public final class ScenarioException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient List<Problem> problems;

    ScenarioException(String file, List<Problem> problems) {
        super(problems.stream().map(problem -> problem.format(file)).collect(Collectors.joining("\n")));
        this.file = file;
        this.problems = List.copyOf(problems);
    }

    /** The file as the caller named it. */
    public String file() {
        return file;
    }

    /** At least one, sorted by line and column; all are errors. */
    public List<Problem> problems() {
        return problems;
    }
}
