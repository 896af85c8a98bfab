/** Tests of {@code .github/actions/compare}: its steps, run as GitHub's runner runs them. */
package io.ringlane.benchmarks.compare.action;
