package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Problem.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads scenario files. Stateless; any thread. */
public final class ScenarioLoader {

    private static final String TOUR = "/io/ringlane/cloud/tour.yaml";

    private ScenarioLoader() {}

    /**
     * Reads a file; the scenario takes the file's name without its ending, and files that it names are relative to its
     * directory.
     *
     * @throws ScenarioException if the file cannot be read or is no valid scenario
     */
    public static Scenario load(Path file) throws ScenarioException {
        return load(file, Vocabulary.builtIn());
    }

    /** As {@link #load(Path)} with other instance types or relations. */
    public static Scenario load(Path file, Vocabulary vocabulary) throws ScenarioException {
        return parse(nameOf(file), file.toString(), directoryOf(file), textOf(file), vocabulary)
                .orThrow();
    }

    /**
     * Reads a text; files that it names are relative to the working directory.
     *
     * @param name what the scenario is called; also stands for the file in messages
     * @throws ScenarioException if the text is no valid scenario
     */
    public static Scenario load(String name, String yaml) throws ScenarioException {
        return load(name, yaml, Vocabulary.builtIn());
    }

    /** As {@link #load(String, String)} with other instance types or relations. */
    public static Scenario load(String name, String yaml, Vocabulary vocabulary) throws ScenarioException {
        return parse(name, name, Path.of(""), yaml, vocabulary).orThrow();
    }

    /** The built-in tour: every kind of path and cap in one scenario. */
    public static Scenario tour() {
        try (InputStream in = ScenarioLoader.class.getResourceAsStream(TOUR)) {
            return load("tour", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final ScenarioException e) {
            throw new IllegalStateException("the built-in tour is broken: " + e.getMessage(), e);
        }
    }

    static String nameOf(Path file) {
        final String name = String.valueOf(file.getFileName());
        final int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    static Path directoryOf(Path file) {
        return file.resolveSibling("");
    }

    static String textOf(Path file) throws ScenarioException {
        try {
            return Files.readString(file);
        } catch (final NoSuchFileException e) {
            throw unreadable(file, "there is no such file");
        } catch (final CharacterCodingException e) {
            throw unreadable(file, "the file is not UTF-8 text" + hint(file));
        } catch (final IOException e) {
            throw unreadable(
                    file,
                    Files.isDirectory(file) ? "this is a directory, not a file" : "cannot be read: " + e.getMessage());
        }
    }

    private static String hint(Path file) {
        final String name = file.toString();
        return name.endsWith(".pcap") || name.endsWith(".pcapng")
                ? ": a capture is sent by 'ringlane replay " + name + "'"
                : "";
    }

    private static ScenarioException unreadable(Path file, String message) {
        return new ScenarioException(file.toString(), List.of(new Problem(Severity.ERROR, 0, 0, "", message)));
    }

    static Parsed parse(String name, String file, Path directory, String yaml, Vocabulary vocabulary) {
        final Problems problems = new Problems();
        final YamlNode root = YamlReader.read(yaml, problems);
        Scenario draft = null;
        if (root != null) {
            draft = new ScenarioReader(directory, vocabulary, problems).read(name, root);
            if (problems.isEmpty()) {
                ScenarioSchema.check(root, problems);
            }
        }
        return new Parsed(file, root, draft, problems.sorted());
    }

    /**
     * What came of a text.
     *
     * @param root null if it is no YAML
     * @param draft what could be read, which is a scenario only if there are no problems; null if it is not a mapping
     */
    record Parsed(String file, YamlNode root, Scenario draft, List<Problem> problems) {

        Scenario orThrow() throws ScenarioException {
            if (!problems.isEmpty()) {
                throw new ScenarioException(file, problems);
            }
            return draft;
        }
    }
}
