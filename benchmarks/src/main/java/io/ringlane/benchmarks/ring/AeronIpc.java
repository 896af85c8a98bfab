package io.ringlane.benchmarks.ring;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NoOpLock;

/**
 * One Aeron IPC stream between two threads of this process, over a media driver of its own in a temporary folder.
 * <p>
 * Messages do not pass through the driver, but it says how far the sender may run ahead. It has no thread here, which the
 * two busy ones would have to share their cores with: the sender turns it whenever it is told to wait.
 * <p>
 * Threads: {@code claim} and {@code commit} by one, {@code poll} by one.
 */
final class AeronIpc implements AutoCloseable {
    private static final int STREAM = 1001;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /** Far beyond any run: who is turned only when it must be would else be taken for dead. */
    private static final long LIVENESS_NS = TimeUnit.HOURS.toNanos(1);

    private final MediaDriver driver;
    private final Aeron client;
    private final ExclusivePublication publication;
    private final Subscription subscription;
    private final BufferClaim claim = new BufferClaim();

    /** @param termBytes of the log's three terms, a power of two from 65,536; the sender may be half a term ahead */
    AeronIpc(final int termBytes) {
        final String folder = folder();
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(folder)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.INVOKER)
                .termBufferSparseFile(false)
                .ipcTermBufferLength(termBytes)
                .clientLivenessTimeoutNs(LIVENESS_NS)
                .imageLivenessTimeoutNs(LIVENESS_NS)
                .publicationUnblockTimeoutNs(2 * LIVENESS_NS));
        client = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(folder)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(LIVENESS_NS))
                .useConductorAgentInvoker(true)
                .clientLock(NoOpLock.INSTANCE)
                .driverAgentInvoker(driver.sharedAgentInvoker()));
        subscription = client.addSubscription("aeron:ipc", STREAM);
        publication = client.addExclusivePublication("aeron:ipc", STREAM);
        while (!publication.isConnected() || subscription.hasNoImages()) {
            driver.sharedAgentInvoker().invoke();
            client.conductorAgentInvoker().invoke();
        }
    }

    private static String folder() {
        try {
            return (Files.isDirectory(SHARED_MEMORY)
                            ? Files.createTempDirectory(SHARED_MEMORY, "aeron-")
                            : Files.createTempDirectory("aeron-"))
                    .toString();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where to write a message.
     *
     * @return null while the receiver is too far behind
     */
    BufferClaim claim(final int lengthBytes) {
        for (int attempt = 0; attempt < 3; attempt++) {
            final long position = publication.tryClaim(lengthBytes, claim);
            if (position > 0) {
                return claim;
            }
            if (position == Publication.BACK_PRESSURED) {
                driver.sharedAgentInvoker().invoke(); // moves the limit to where the receiver is by now
            } else if (position != Publication.ADMIN_ACTION) { // which turns the term over: claim again
                throw new IllegalStateException("the stream is gone: " + Publication.errorString(position));
            }
        }
        return null;
    }

    /** A poll of Aeron's ends with the term, and one there may find padding only: this goes on in the next term. */
    int poll(final FragmentHandler handler, final int limit) {
        int polled = subscription.poll(handler, limit);
        if (polled < limit) {
            polled += subscription.poll(handler, limit - polled);
        }
        return polled;
    }

    @Override
    public void close() {
        client.close();
        driver.close();
    }
}
