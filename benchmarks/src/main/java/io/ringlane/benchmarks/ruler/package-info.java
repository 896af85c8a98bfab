/**
 * Rulers: four small benchmarks of the machine itself, so that figures of two machines are set beside each other only
 * where the machines are alike.
 * <p>
 * Threads: one each. Must not know: anything of Ringlane; a ruler that changes with the code measures nothing.
 */
package io.ringlane.benchmarks.ruler;
