package io.ringlane.benchmarks.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The modules of the house, lowest first, each with those it may know directly or not. */
enum Module {
    CORE,
    DATAPLANE(CORE),
    PLACEMENT(CORE),
    CLOUD(CORE, DATAPLANE, PLACEMENT),
    EMBED(CORE, DATAPLANE, PLACEMENT, CLOUD),
    BENCHMARKS(CORE, DATAPLANE, PLACEMENT, CLOUD, EMBED);

    static final String ROOT_PACKAGE = "io.ringlane";

    private static final Path REPOSITORY = findRepository();

    private final List<Module> below;

    Module(final Module... below) {
        this.below = List.of(below);
    }

    boolean knows(final Module other) {
        return below.contains(other);
    }

    String rootPackage() {
        return ROOT_PACKAGE + "." + folderName();
    }

    Path folder() {
        return REPOSITORY.resolve(folderName());
    }

    boolean hasMainClasses() {
        return javaFiles().stream()
                .anyMatch(file ->
                        file.startsWith(folder().resolve("src/main/java")) && !file.endsWith("package-info.java"));
    }

    /** Source files under {@code src/<tree>/java}, of every tree. */
    List<Path> javaFiles() {
        final List<Path> files = new ArrayList<>();
        for (final Path tree : sourceTrees()) {
            try (Stream<Path> walk = Files.walk(tree)) {
                walk.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /** Each {@code src/<tree>/java} of this module. */
    List<Path> sourceTrees() {
        final Path src = folder().resolve("src");
        if (!Files.isDirectory(src)) {
            return List.of();
        }
        try (Stream<Path> trees = Files.list(src)) {
            return trees.map(tree -> tree.resolve("java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Module> present() {
        return Arrays.stream(values())
                .filter(module -> Files.isRegularFile(module.folder().resolve("pom.xml")))
                .toList();
    }

    static Path repository() {
        return REPOSITORY;
    }

    @Override
    public String toString() {
        return folderName();
    }

    private String folderName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Path findRepository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("core/pom.xml"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "no core/pom.xml in or above " + Path.of("").toAbsolutePath());
        }
        return folder;
    }
}
