/**
 * What a person or a script sees of a run: the table, the progress bar, the JSON file and the HTML report, all drawn
 * from one {@link io.ringlane.cloud.run.RunResult}.
 *
 * <p>Threads: none; everything is called by the thread that ran the run. Decides nothing about traffic and knows
 * nothing of the data plane.
 */
package io.ringlane.cloud.report;
