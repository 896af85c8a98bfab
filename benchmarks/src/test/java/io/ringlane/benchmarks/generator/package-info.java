/** The generator's record of what it intended, offered and got back, against a bed on a clock of its own. */
package io.ringlane.benchmarks.generator;
