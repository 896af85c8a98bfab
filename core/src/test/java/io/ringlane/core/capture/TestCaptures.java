package io.ringlane.core.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Where captures are, and whole captures in memory. */
public final class TestCaptures {
    /** Overrides where the captures outside the project are. */
    static final String FOLDER_PROPERTY = "ringlane.captures";

    /** One frame of a capture. */
    public record Frame(long timestampNs, byte[] data, int originalBytes, int interfaceIndex, String comment) {}

    private TestCaptures() {}

    /** A capture among the project's scenarios, from whichever folder the test was started in. */
    public static Path own(String file) {
        return root().resolve("scenarios/captures").resolve(file);
    }

    /** A folder beside the project with captures that are not part of it; says so and skips the test where it is missing. */
    public static Path outside(String folder) {
        String set = System.getProperty(FOLDER_PROPERTY);
        Path captures = set == null ? root().resolve("../shared/captures").normalize() : Path.of(set);
        Path found = captures.resolve(folder);
        if (!Files.isDirectory(found)) {
            skip("no folder shared/captures/" + folder + " beside the project, and -D" + FOLDER_PROPERTY
                    + " names no other: its captures were NOT read");
        }
        return found;
    }

    /** Skips a test where nobody can miss it. */
    static void skip(String reason) {
        System.err.println("*** NOT RUN: " + reason);
        Assumptions.abort(reason);
    }

    public static List<Frame> frames(CaptureReader reader) throws IOException {
        List<Frame> frames = new ArrayList<>();
        while (reader.next()) {
            frames.add(new Frame(
                    reader.timestampNs(),
                    Arrays.copyOf(reader.data(), reader.capturedBytes()),
                    reader.originalBytes(),
                    reader.interfaceIndex(),
                    reader.comment()));
        }
        return frames;
    }

    public static List<Frame> frames(Path file) {
        try (CaptureReader reader = CaptureReader.open(file)) {
            return frames(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("scenarios/captures"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new AssertionError("the project's folder scenarios/captures is missing");
        }
        return folder;
    }
}
