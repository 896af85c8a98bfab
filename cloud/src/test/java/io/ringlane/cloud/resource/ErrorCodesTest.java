package io.ringlane.cloud.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorCodesTest {

    /** A literal that looks like a code: what is thrown, or names a code for others to throw. */
    private static final Pattern CODE = Pattern.compile(
            "\"((?:Invalid|Incorrect|Insufficient|Unsupported|Missing)[A-Za-z]+(?:\\.[A-Z][A-Za-z]+)?"
                    + "|CannotDelete|[A-Z][A-Za-z.]+(?:NotFound|LimitExceeded|AlreadyExists|NotAttached|AlreadyAssociated|NotPermitted|Violation))\"");

    /** The first argument of what is thrown: a literal, or the name of a constant. */
    private static final Pattern THROWN =
            Pattern.compile("new (?:Ec2Exception|PlacementException)\\(\\s*(?:\"([^\"]+)\"|([A-Z][A-Z_]+)),");

    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("../placement/src/main/java"));

    @Test
    void shouldHoldEveryCodeThatIsThrown() throws IOException {
        Set<String> thrown = new TreeSet<>();
        for (Path root : SOURCES) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    String source = Files.readString(file);
                    Matcher exception = THROWN.matcher(source);
                    while (exception.find()) {
                        thrown.add(
                                exception.group(1) != null ? exception.group(1) : constant(source, exception.group(2)));
                    }
                }
            }
        }

        assertThat(thrown).hasSizeGreaterThan(50);
        assertThat(ErrorCodes.all()).containsAll(thrown);
    }

    private static String constant(String source, String name) {
        Matcher value = Pattern.compile(" " + name + " =\\s+\"([^\"]+)\"").matcher(source);
        assertThat(value.find()).as("a value of %s", name).isTrue();
        return value.group(1);
    }

    @Test
    void shouldHoldExactlyTheCodesThatTheSourcesName() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path root : SOURCES) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                        .filter(each -> !each.endsWith("ErrorCodes.java"))
                        .toList()) {
                    Matcher literal = CODE.matcher(Files.readString(file));
                    while (literal.find()) {
                        named.add(literal.group(1));
                    }
                }
            }
        }

        assertThat(ErrorCodes.all()).containsExactlyElementsOf(named);
    }
}
