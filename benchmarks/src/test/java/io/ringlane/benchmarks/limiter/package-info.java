/** What the accuracy of a limiter is measured with. */
package io.ringlane.benchmarks.limiter;
