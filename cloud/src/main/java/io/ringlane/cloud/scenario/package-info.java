/**
 * Scenario files: read from YAML, checked in full, turned into a {@link io.ringlane.cloud.scenario.Scenario} with every
 * unit resolved.
 *
 * <p>{@link io.ringlane.cloud.scenario.ScenarioLoader} reads, {@link io.ringlane.cloud.scenario.ScenarioLint} also warns.
 * Whatever is wrong with a file is a {@link io.ringlane.cloud.scenario.Problem} with a line; nothing is ignored. No
 * threads; knows what may be asked for, never how it is run.
 */
package io.ringlane.cloud.scenario;
