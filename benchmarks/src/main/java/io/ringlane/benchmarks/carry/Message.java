package io.ringlane.benchmarks.carry;

import io.ringlane.benchmarks.support.TwoInstances;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FrameBuilder;

/**
 * One party's array with a frame in it, UDP over IPv4, the same for every way of carrying. Frames are numbered in their
 * first and last payload bytes, so that one that is lost, torn or out of order shows.
 */
final class Message {

    private static final int NUMBER_OFFSET = 42; // behind Ethernet, IPv4 and UDP headers
    static final int MIN_BYTES = NUMBER_OFFSET + 2 * Long.BYTES;

    final byte[] bytes;

    /** Empty, to receive into. */
    Message(final int lengthBytes) {
        if (lengthBytes < MIN_BYTES) {
            throw new IllegalArgumentException("a frame of " + lengthBytes + " bytes; takes " + MIN_BYTES + " or more");
        }
        bytes = new byte[lengthBytes];
    }

    /** From one instance to the other. */
    static Message fromAToB(final int lengthBytes) {
        return between(
                TwoInstances.MAC_A, TwoInstances.MAC_B, TwoInstances.ADDRESS_A, TwoInstances.ADDRESS_B, lengthBytes);
    }

    /** And back. */
    static Message fromBToA(final int lengthBytes) {
        return between(
                TwoInstances.MAC_B, TwoInstances.MAC_A, TwoInstances.ADDRESS_B, TwoInstances.ADDRESS_A, lengthBytes);
    }

    private static Message between(
            final long sourceMac,
            final long destinationMac,
            final int source,
            final int destination,
            final int lengthBytes) {
        final Message message = new Message(lengthBytes);
        new FrameBuilder()
                .macs(sourceMac, destinationMac)
                .ipv4(source, destination)
                .udp(7, 7)
                .write(message.bytes, 0, lengthBytes);
        return message;
    }

    void number(final long number) {
        Bytes.putLong(bytes, NUMBER_OFFSET, number);
        Bytes.putLong(bytes, bytes.length - Long.BYTES, ~number);
    }

    /** @throws IllegalStateException if it is another */
    void check(final long number) {
        final long first = Bytes.getLong(bytes, NUMBER_OFFSET);
        final long last = Bytes.getLong(bytes, bytes.length - Long.BYTES);
        if (first != number || last != ~number) {
            throw new IllegalStateException("frame " + number
                    + " did not arrive whole and in order: its first number is " + first + ", its last " + ~last);
        }
    }
}
