package io.ringlane.benchmarks.house;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Reads the sources of every module: what a package is for, whose it is, and whom it imports.
 * <p>
 * Imports are read here although {@link ArrowsTest} looks for cycles too: the compiler copies a constant into its user,
 * so a package that takes only constants from another leaves no trace of it in the class files.
 */
class SourceTreeTest {

    private static final Pattern PACKAGE = Pattern.compile("^package\\s+([\\w.]+)\\s*;", Pattern.MULTILINE);

    /** The package part of an import of ours: the segments in lower case. */
    private static final Pattern IMPORT =
            Pattern.compile("^import\\s+(?:static\\s+)?(io\\.ringlane(?:\\.[a-z][\\w]*)*)\\.[A-Z*]", Pattern.MULTILINE);

    @Test
    void shouldSayOfEveryPackageWhatItIsFor() {
        final Set<String> mute = new TreeSet<>();
        for (final Module module : Module.present()) {
            final Path main = module.folder().resolve("src/main/java");
            for (final Path file : module.javaFiles()) {
                if (file.startsWith(main) && !Files.exists(file.resolveSibling("package-info.java"))) {
                    mute.add(Module.repository().relativize(file.getParent()).toString());
                }
            }
        }
        assertThat(mute)
                .as("folders without a package-info.java that says what the package is for, its threads, and what it"
                        + " must not know about")
                .isEmpty();
    }

    @Test
    void shouldKeepEveryClassUnderTheRootPackageOfItsModule() throws IOException {
        final List<String> strays = new ArrayList<>();
        for (final Module module : Module.present()) {
            for (final Path file : module.javaFiles()) {
                final String name = packageOf(file);
                if (!name.equals(module.rootPackage()) && !name.startsWith(module.rootPackage() + ".")) {
                    strays.add(Module.repository().relativize(file) + " is in package " + name);
                }
            }
        }
        assertThat(strays)
                .as("classes outside the root package of their module")
                .isEmpty();
    }

    @Test
    void shouldImportInNoCircle() throws IOException {
        final Map<String, Set<String>> imports = new TreeMap<>();
        for (final Module module : Module.present()) {
            final Path main = module.folder().resolve("src/main/java");
            for (final Path file : module.javaFiles()) {
                if (file.startsWith(main)) {
                    final Set<String> targets = imports.computeIfAbsent(packageOf(file), name -> new TreeSet<>());
                    final Matcher matcher = IMPORT.matcher(Files.readString(file));
                    while (matcher.find()) {
                        targets.add(matcher.group(1));
                    }
                }
            }
        }
        imports.forEach((name, targets) -> targets.remove(name));

        final Set<String> circles = imports.keySet().stream()
                .map(name -> circleFrom(name, imports))
                .filter(circle -> !circle.isEmpty())
                .collect(toCollection(TreeSet::new));
        assertThat(circles).as("packages that import each other in a circle").isEmpty();
    }

    /** The shortest way from a package back to itself, or nothing. */
    private static String circleFrom(final String start, final Map<String, Set<String>> imports) {
        final Deque<List<String>> paths = new ArrayDeque<>(List.of(List.of(start)));
        final Set<String> seen = new HashSet<>();
        while (!paths.isEmpty()) {
            final List<String> path = paths.poll();
            for (final String next : imports.getOrDefault(path.get(path.size() - 1), Set.of())) {
                if (next.equals(start)) {
                    return String.join(" -> ", path) + " -> " + start;
                }
                if (seen.add(next)) {
                    final List<String> longer = new ArrayList<>(path);
                    longer.add(next);
                    paths.add(longer);
                }
            }
        }
        return "";
    }

    private static String packageOf(final Path file) throws IOException {
        final Matcher matcher = PACKAGE.matcher(Files.readString(file));
        return matcher.find() ? matcher.group(1) : "";
    }
}
