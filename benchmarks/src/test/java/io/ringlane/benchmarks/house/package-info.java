/**
 * Tests of the house itself: which module and package may know which, and that each says what it is for.
 * <p>
 * They live in this module because it is the only one that sees all the others.
 */
package io.ringlane.benchmarks.house;
