package io.ringlane.cloud.replay;

/**
 * A frame of a capture.
 *
 * @param dueNs when it leaves, nanoseconds after the first
 * @param bytes the bytes captured
 * @param wireLengthBytes layer-2 length it had on the wire
 * @param flow number of its flow
 * @param sequence its position in the flow
 * @param forward whether the first instance sends it, else the second does
 */
record CapturedFrame(long dueNs, byte[] bytes, int wireLengthBytes, int flow, int sequence, boolean forward) {}
