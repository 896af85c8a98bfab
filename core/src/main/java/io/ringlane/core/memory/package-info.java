/**
 * Access to the bytes of frames and headers, in one place.
 *
 * <p>Threads: plain loads and stores only; whoever shares the bytes publishes them elsewhere (a ring's tail). Must not know what the
 * bytes mean.
 */
package io.ringlane.core.memory;
