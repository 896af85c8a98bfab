package io.ringlane.cloud.replay;

import io.ringlane.cloud.run.RunObserver;
import io.ringlane.cloud.run.RunResult;
import java.io.IOException;

/** Sends the frames of a capture between two instances and measures what arrives. */
public interface Replayer {

    /**
     * Threads: blocks the caller until the last frame has arrived or been dropped.
     *
     * @throws IOException if the capture cannot be read or the output cannot be written
     * @throws io.ringlane.cloud.run.RunException if the file is not a capture that can be replayed; its message is
     *     for the user
     */
    RunResult replay(ReplayOptions options, RunObserver observer) throws IOException;
}
