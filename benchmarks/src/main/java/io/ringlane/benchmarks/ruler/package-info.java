/**
 * What the machine itself gives, beside which every other figure is read: an integer chain, a walk through memory, the
 * timer, and allocation. They hold no code of ours, so when one of them moves, the machine moved and not the code.
 * <p>
 * Threads: one. Must not know: any suite, and nothing of the other modules.
 */
package io.ringlane.benchmarks.ruler;
