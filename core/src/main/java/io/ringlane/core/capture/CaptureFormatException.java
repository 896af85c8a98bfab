package io.ringlane.core.capture;

import java.io.IOException;

/** A capture file that cannot be read on: the message is one line with the file, the offset and what is wrong there. */
public final class CaptureFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long fileOffset;

    CaptureFormatException(final String name, final long fileOffset, final String problem) {
        super(name + ", byte " + fileOffset + ": " + problem);
        this.fileOffset = fileOffset;
    }

    /** Where the header, block or record starts that is wrong, in bytes from the start of the file. */
    public long fileOffset() {
        return fileOffset;
    }
}
