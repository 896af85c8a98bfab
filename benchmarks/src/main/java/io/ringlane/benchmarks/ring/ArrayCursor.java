package io.ringlane.benchmarks.ring;

abstract class ArrayCursorPad0 {
    long a00, a01, a02, a03, a04, a05, a06, a07;
    long a08, a09, a10, a11, a12, a13, a14, a15;
}

abstract class ArrayCursorFields extends ArrayCursorPad0 {
    long[] array;
    int index;
    int left;
}

/**
 * Where a library's callback stands in the caller's array. One side of a channel owns it, and it shares no cache line
 * with the other's, so that a library which takes callbacks pays for its own lines only.
 */
class ArrayCursor extends ArrayCursorFields {
    long b00, b01, b02, b03, b04, b05, b06, b07;
    long b08, b09, b10, b11, b12, b13, b14, b15;

    final void moveTo(final long[] newArray, final int newIndex) {
        array = newArray;
        index = newIndex;
    }

    final long next() {
        return array[index++];
    }

    final void put(final long value) {
        array[index++] = value;
    }
}
