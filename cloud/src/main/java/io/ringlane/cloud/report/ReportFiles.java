package io.ringlane.cloud.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the files of a report go.
 *
 * @param directory holds them all
 * @param page the page's file name
 * @param json that of the JSON file beside it
 * @param latencyFolder that of the folder with latency logs
 */
public record ReportFiles(Path directory, String page, String json, String latencyFolder) {

    private static final String ENDING = ".html";

    /**
     * The files for what a user names: a directory, where they have their usual names; or a page, a name that ends with {@code .html}
     * and is no directory, whose name the others beside it begin with.
     *
     * @param usualPage the page's name in a directory
     * @param usualJson likewise
     */
    static ReportFiles of(Path target, String usualPage, String usualJson) {
        Path name = target.getFileName();
        if (name == null
                || Files.isDirectory(target)
                || !name.toString().toLowerCase(Locale.ROOT).endsWith(ENDING)) {
            return new ReportFiles(target, usualPage, usualJson, "latency");
        }
        String stem = name.toString().substring(0, name.toString().length() - ENDING.length());
        Path parent = target.toAbsolutePath().getParent(); // a name has one
        return new ReportFiles(
                target.getParent() == null ? parent : target.getParent(),
                name.toString(),
                stem + ".json",
                stem + "-latency");
    }

    /** Where the files go that a user names. */
    public static Path directoryOf(Path target) {
        return of(target, "", "").directory();
    }

    Path pagePath() {
        return directory.resolve(page);
    }

    Path jsonPath() {
        return directory.resolve(json);
    }
}
