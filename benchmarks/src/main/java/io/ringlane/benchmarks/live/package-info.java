/** A region under traffic while its rules change: what that costs the datapath. One thread forwards, another makes changes. */
package io.ringlane.benchmarks.live;
