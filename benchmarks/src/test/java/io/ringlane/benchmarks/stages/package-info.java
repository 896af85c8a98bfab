/** That stages see a wrong result of their own. */
package io.ringlane.benchmarks.stages;
