/**
 * The form of Ringlane's data files: commented rows of comma-separated cells under a header, and {@code default} rows.
 *
 * <p>Reads text and reports errors by file and line; knows nothing of what the cells mean. No threads.
 */
package io.ringlane.placement.table;
