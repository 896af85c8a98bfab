package io.ringlane.cloud.scenario;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * What the YAML parser stumbled over, as people would say it and where they would look for it: at a bracket that is not
 * closed rather than where the parser gave up.
 */
final class YamlMistakes {

    private static final Pattern FORBIDDEN = Pattern.compile("found character '(.+?)' that cannot start any token.*");
    private static final Pattern UNDEFINED_ALIAS = Pattern.compile("found undefined alias (.+)");
    private static final Pattern NOT_THE_END = Pattern.compile("expected <block end>, but found '(.+)'");

    private final String context;
    private final String problem;
    private final Mark opened; // where the construct begins, or the place itself
    private final Mark place;

    private YamlMistakes(MarkedYamlEngineException e, Mark place) {
        this.context = Optional.ofNullable(e.getContext()).orElse("");
        this.problem = Optional.ofNullable(e.getProblem()).orElse("it cannot be read");
        this.opened = e.getContextMark().orElse(place);
        this.place = place;
    }

    /** Reports a mistake. */
    static void report(MarkedYamlEngineException e, Problems problems) {
        final Optional<Mark> place = e.getProblemMark().or(e::getContextMark);
        if (place.isEmpty()) {
            problems.error(
                    1,
                    1,
                    "",
                    "not YAML: " + e.getMessage().replaceAll("\\s+", " ").strip());
            return;
        }
        new YamlMistakes(e, place.get()).report(problems);
    }

    private void report(Problems problems) {
        if (context.equals("while parsing a flow sequence")) {
            bracket('[', ']', problems);
        } else if (context.equals("while parsing a flow mapping")) {
            bracket('{', '}', problems);
        } else if (context.equals("while scanning a quoted scalar") && problem.contains("end of stream")) {
            error(opened, "the quote opened here is not closed", problems);
        } else if (problem.equals("could not find expected ':'")) {
            error(opened, "a key without its ':': write for instance 'name: value'", problems);
        } else if (problem.equals("mapping values are not allowed here")) {
            error(
                    place,
                    "a ':' where no key can be: give the key a line of its own, as far in as its neighbours, or put a value"
                            + " that has a ':' in quotes",
                    problems);
        } else if (problem.contains("another document")) {
            error(place, "a second document begins here: put it into a file of its own", problems);
        } else {
            report(
                    FORBIDDEN.matcher(problem),
                    UNDEFINED_ALIAS.matcher(problem),
                    NOT_THE_END.matcher(problem),
                    problems);
        }
    }

    private void report(Matcher forbidden, Matcher undefined, Matcher notTheEnd, Problems problems) {
        if (forbidden.matches() && forbidden.group(1).contains("TAB")) {
            error(place, "a tab where the line begins: indent with spaces", problems);
        } else if (forbidden.matches()) {
            error(place, "a value cannot begin with " + forbidden.group(1) + ": put it in quotes", problems);
        } else if (undefined.matches()) {
            final String name = undefined.group(1);
            error(
                    place,
                    "there is no '&" + name + "' before this '*" + name + "': a value that begins with * wants quotes",
                    problems);
        } else if (notTheEnd.matches() && notTheEnd.group(1).length() == 1) {
            error(place, "nothing was opened that this '" + notTheEnd.group(1) + "' closes: leave it out", problems);
        } else if (notTheEnd.matches()) {
            error(
                    place,
                    "this line is indented by " + place.getColumn() + ", unlike what it belongs to: align it with its"
                            + " neighbours",
                    problems);
        } else {
            error(place, problem.replaceAll("\\s+", " ").strip(), problems);
        }
    }

    /** A list or mapping in brackets that goes on with something else than a comma or its end. */
    private void bracket(char open, char close, Problems problems) {
        if (problem.endsWith("but got }") || problem.endsWith("but got ]")) {
            error(
                    place,
                    "the '" + open + "' of line " + (opened.getLine() + 1) + " is closed by "
                            + (close == '}' ? "']'" : "'}'") + ": write '" + close + "'",
                    problems);
        } else if (opened.getLine() == place.getLine()) {
            error(
                    place,
                    problem.endsWith("but got :")
                            ? "a ',' is missing before the key of this ':'"
                            : "a ',' or '" + close + "' is missing before this",
                    problems);
        } else {
            error(
                    opened,
                    "the '" + open + "' opened here is not closed by line " + (place.getLine() + 1) + ": add '" + close
                            + "', or a ',' if it goes on there",
                    problems);
        }
    }

    private static void error(Mark mark, String message, Problems problems) {
        problems.error(mark.getLine() + 1, mark.getColumn() + 1, "", "not YAML: " + message);
    }
}
