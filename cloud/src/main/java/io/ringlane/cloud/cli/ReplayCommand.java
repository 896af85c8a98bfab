package io.ringlane.cloud.cli;

import io.ringlane.cloud.replay.ReplayOptions;
import io.ringlane.cloud.replay.Replayer;
import io.ringlane.cloud.report.Progress;
import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.core.rate.Rate;
import io.ringlane.core.rate.UnitException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Sends a capture between two instances. */
@Command(
        name = "replay",
        description = "Sends the frames of a pcap or pcapng file between two instances, flow by flow.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlane replay traffic.pcap                     with the capture's own timing",
            "  ringlane replay traffic.pcap --rate 12Gbit/s     back to back at a rate",
            "  ringlane replay traffic.pcap --pcapng out.pcapng what arrived, for Wireshark"
        })
final class ReplayCommand implements Callable<Integer> {

    /** Any fixed seed would do; a replay that is not told one must still repeat itself. */
    private static final long DEFAULT_SEED = 42;

    private final Replayer replayer;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "CAPTURE", description = "A pcap or pcapng file.")
    private Path capture;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            converter = RateOption.class,
            description = "Replaces the capture's timing, for instance 10Gbit/s (layer 2, without FCS) or 2Mpps.")
    private Rate rate;

    @Option(
            names = "--pcapng",
            paramLabel = "OUT",
            description = "Write what arrived, with its times, and its path, cap and delay as comments.")
    private Path pcapngOut;

    @Mixin
    private RunOptions options;

    ReplayCommand(Replayer replayer, Terminal terminal) {
        this.replayer = replayer;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Outputs outputs = new Outputs(options, terminal);
        Outputs.checkReadable(capture);
        if (capture.toString().matches(".*\\.ya?ml")) {
            throw new RunException(capture + ": a scenario is run by 'ringlane run " + capture + "'");
        }
        outputs.check();
        outputs.checkApart(capture);
        if (pcapngOut != null) {
            Outputs.checkApart(capture, pcapngOut);
            Outputs.checkWritable(pcapngOut);
        }
        ReplayOptions replay = new ReplayOptions(
                capture,
                rate == null ? 0 : rate.bitsPerSecond(),
                rate == null ? 0 : rate.packetsPerSecond(),
                pcapngOut,
                options.clock == null ? "virtual" : options.clock,
                options.durationNs == null ? 0 : options.durationNs,
                options.seed == null ? DEFAULT_SEED : options.seed,
                options.workers == null ? 1 : options.workers);
        RunResult result;
        try (Progress progress = outputs.progress()) {
            result = replayer.replay(replay, outputs.observer(progress));
        }
        return outputs.publishReplay(result);
    }

    static final class RateOption implements ITypeConverter<Rate> {
        @Override
        public Rate convert(String text) {
            try {
                return Rate.parse(text);
            } catch (UnitException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
