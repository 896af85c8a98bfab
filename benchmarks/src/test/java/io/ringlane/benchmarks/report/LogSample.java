package io.ringlane.benchmarks.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** A latency log of one fork. */
final class LogSample {

    static final int VALUES = 100;

    static final String TEXT = text();

    private LogSample() {}

    private static String text() {
        final Histogram histogram = new Histogram(3);
        for (int i = 1; i <= VALUES; i++) {
            histogram.recordValue(i * 10L);
        }
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final HistogramLogWriter log = new HistogramLogWriter(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        log.outputLogFormatVersion();
        log.outputLegend();
        log.outputIntervalHistogram(0.0, 1.0, histogram);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
