package io.ringlane.cloud.report;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that results go to. A full disk says no file's name by itself, so the error is given one. */
public final class OutputFile {

    private OutputFile() {}

    /**
     * Writes a file anew.
     *
     * @throws FileSystemException naming the file, whatever went wrong
     */
    public static void write(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw named(file, e);
        }
    }

    /** The failure with the file's name. */
    public static FileSystemException named(Path file, IOException failure) {
        if (failure instanceof FileSystemException known) {
            return known;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }
}
