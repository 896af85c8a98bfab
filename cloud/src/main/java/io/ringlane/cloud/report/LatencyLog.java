package io.ringlane.cloud.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** One histogram as a file that HdrHistogram's own tools read ({@code .hlog}). */
public final class LatencyLog {

    private LatencyLog() {}

    /**
     * Writes a log of one interval.
     *
     * @param file replaced if it is there; its folder must be
     * @param comment what was measured, and the unit
     * @param seconds how long it was measured
     * @throws IOException if it could not be written to its end
     */
    public static void write(Path file, String comment, double seconds, Histogram latency) throws IOException {
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            HistogramLogWriter log = new HistogramLogWriter(out);
            log.outputComment("[" + comment + "]");
            log.outputLogFormatVersion();
            log.outputLegend();
            log.outputIntervalHistogram(0.0, seconds, latency);
            if (out.checkError()) {
                throw new IOException(file + ": cannot be written");
            }
        }
    }
}
