/** Tests of what the datapath costs in memory; its speed is measured, not tested. */
package io.ringlane.benchmarks.datapath;
