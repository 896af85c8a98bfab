package io.ringlane.cloud.cli;

import io.ringlane.cloud.report.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The two streams a command writes to, and what each can show.
 *
 * @param isErrLive whether standard error is a terminal, where a line can be redrawn
 */
public record Terminal(PrintWriter out, Style outStyle, PrintWriter err, Style errStyle, boolean isErrLive) {

    /** The streams of this process, with the charset its environment asks for. */
    public static Terminal ofProcess(Map<String, String> environment) {
        boolean isOutTerminal = isTerminal(1);
        boolean isErrTerminal = isTerminal(2);
        boolean isDumb = "dumb".equals(environment.get("TERM"));
        boolean wantsColour = environment.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb;
        Charset out = charset("stdout.encoding", "sun.stdout.encoding");
        Charset err = charset("stderr.encoding", "sun.stderr.encoding");
        return new Terminal(
                writer(FileDescriptor.out, out),
                Style.of(out, wantsColour && isOutTerminal),
                writer(FileDescriptor.err, err),
                Style.of(err, wantsColour && isErrTerminal),
                isErrTerminal && !isDumb);
    }

    private static PrintWriter writer(FileDescriptor descriptor, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset));
    }

    /** The first of the properties that is set (their names changed in JDK 19), else what the locale says. */
    private static Charset charset(String... properties) {
        for (String property : properties) {
            String name = System.getProperty(property);
            if (name != null && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        String nativeName = System.getProperty("native.encoding", "US-ASCII");
        return Charset.isSupported(nativeName) ? Charset.forName(nativeName) : Charset.defaultCharset();
    }

    /**
     * Asks the kernel where the descriptor leads, because {@link System#console} answers for standard input and output
     * together and, from JDK 22 on, is there even without a terminal. Without {@code /proc} that answer has to do.
     */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        return System.console() != null && Runtime.version().feature() < 22;
    }
}
