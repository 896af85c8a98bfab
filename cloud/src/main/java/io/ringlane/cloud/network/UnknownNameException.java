package io.ringlane.cloud.network;

/** Something that a network's parts name, and that was never made. */
final class UnknownNameException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownNameException(String message) {
        super(message);
    }
}
