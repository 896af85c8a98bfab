/**
 * Frames: one region of equal slots, each with a cache line of metadata ahead of its bytes, and the stacks of free ones.
 *
 * <p>A frame is an {@code int}. It has exactly one owner at any instant (a port, a worker, or a ring between them), and
 * only the owner may touch its bytes or its metadata; ownership moves through rings, whose release and acquire order the
 * frame's contents as well. Nothing here knows what a frame carries or where it goes.
 */
package io.ringlane.core.frame;
