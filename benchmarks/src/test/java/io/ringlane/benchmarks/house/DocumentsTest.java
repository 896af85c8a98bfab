package io.ringlane.benchmarks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads every Markdown page: what it links to and what it names is there. */
class DocumentsTest {

    private static final Path ROOT = Module.repository();

    /** Folders with pages that nobody wrote, or that are none of ours. */
    private static final Set<String> NOT_OURS = Set.of("target", "out", ".git");

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    /** A file of ours by its path from the repository; what follows a shell's variable or a dot is none. */
    private static final Pattern FILE = Pattern.compile("(?<![\\w./$-])((?:scripts|scenarios)/[\\w./-]*\\w)");

    private static final Pattern CLASS = Pattern.compile("\\b(io\\.ringlane(?:\\.[a-z][a-z0-9]*)+\\.[A-Z]\\w*)");

    private static List<Path> pages;

    @BeforeAll
    static void findPages() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 8, (file, attributes) -> isPage(file))) {
            pages = files.sorted().collect(Collectors.toList());
        }
    }

    private static boolean isPage(final Path file) {
        for (final Path part : ROOT.relativize(file)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return file.toString().endsWith(".md");
    }

    @Test
    void shouldSeeThePagesOfEveryModule() {
        for (final Module module : Module.present()) {
            assertThat(pages).contains(module.folder().resolve("README.md"));
        }
        assertThat(pages).contains(ROOT.resolve("README.md"), ROOT.resolve("docs/performance.md"));
    }

    @Test
    void shouldLinkToWhatIsThere() throws IOException {
        final List<String> broken = new ArrayList<>();
        for (final Path page : pages) {
            for (final String link : all(LINK, page)) {
                if (!link.startsWith("https://") && !leadsSomewhere(page, link)) {
                    broken.add(ROOT.relativize(page) + " to " + link);
                }
            }
        }
        assertThat(broken).as("links that lead nowhere").isEmpty();
    }

    private static boolean leadsSomewhere(final Path page, final String link) throws IOException {
        final int hash = link.indexOf('#');
        final String path = hash < 0 ? link : link.substring(0, hash);
        final Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(final Path page) throws IOException {
        return all(HEADING, page).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .strip()
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldNameFilesAndClassesThatAreThere() throws IOException {
        final Set<String> classes = new TreeSet<>();
        for (final Module module : Module.present()) {
            for (final Path tree : module.sourceTrees()) {
                module.javaFiles().stream()
                        .filter(file -> file.startsWith(tree))
                        .map(file -> tree.relativize(file).toString().replace('/', '.'))
                        .forEach(name -> classes.add(name.substring(0, name.length() - ".java".length())));
            }
        }
        final Set<String> unknown = new TreeSet<>();
        for (final Path page : pages) {
            for (final String file : all(FILE, page)) {
                if (!Files.exists(ROOT.resolve(file))) {
                    unknown.add(ROOT.relativize(page) + " names " + file);
                }
            }
            for (final String name : all(CLASS, page)) {
                if (!classes.contains(name)) {
                    unknown.add(ROOT.relativize(page) + " names " + name);
                }
            }
        }
        assertThat(unknown).as("what pages name and nobody has").isEmpty();
    }

    @Test
    void shouldNameEveryPackageOnThePageOfItsModule() throws IOException {
        final Set<String> unnamed = new TreeSet<>();
        for (final Module module : Module.present()) {
            final String page = Files.readString(module.folder().resolve("README.md"));
            final Path root = module.folder()
                    .resolve("src/main/java")
                    .resolve(module.rootPackage().replace('.', '/'));
            try (Stream<Path> folders = Files.list(root).filter(Files::isDirectory)) {
                folders.map(folder -> folder.getFileName().toString())
                        .filter(name -> !page.contains("`" + name + "`"))
                        .forEach(name -> unnamed.add(module + " " + name));
            }
        }
        assertThat(unnamed)
                .as("packages that their module's page does not name")
                .isEmpty();
    }

    @Test
    void shouldListEveryDecision() throws IOException {
        final Path folder = ROOT.resolve("docs/decisions");
        final List<String> listed = all(LINK, folder.resolve("README.md"));
        assertThat(pages)
                .filteredOn(page -> page.startsWith(folder) && !page.endsWith("README.md"))
                .isNotEmpty()
                .allSatisfy(
                        page -> assertThat(listed).contains(page.getFileName().toString()));
    }

    private static List<String> all(final Pattern pattern, final Path page) throws IOException {
        final Matcher matcher = pattern.matcher(Files.readString(page));
        return matcher.results().map((MatchResult match) -> match.group(1)).collect(Collectors.toList());
    }
}
