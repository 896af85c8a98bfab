package io.ringlane.placement.table;

/** A data file that cannot be used: which file, which line, why, and where it helps the nearest valid choice. */
public final class TableException extends IllegalArgumentException {
    private final String source;
    private final int line;

    /**
     * @param source the file as the user named it
     * @param line line number from 1, or 0 when the whole file is meant
     */
    public TableException(String source, int line, String reason) {
        super(line == 0 ? source + ": " + reason : source + ":" + line + ": " + reason);
        this.source = source;
        this.line = line;
    }

    /** The file as the user named it. */
    public String source() {
        return source;
    }

    /** Line number from 1, or 0 when the whole file is meant. */
    public int line() {
        return line;
    }
}
