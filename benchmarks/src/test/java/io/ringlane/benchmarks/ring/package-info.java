/** What rings are measured through, held against what it promises. */
package io.ringlane.benchmarks.ring;
