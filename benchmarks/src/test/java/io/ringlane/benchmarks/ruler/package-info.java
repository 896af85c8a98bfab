/** The rulers do the work they say they do. */
package io.ringlane.benchmarks.ruler;
