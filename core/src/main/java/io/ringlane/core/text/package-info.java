/**
 * Small helps for messages that people read: which of the valid names is nearest to the one they wrote.
 *
 * <p>No state and no threads; knows nothing of scenarios, files or units.
 */
package io.ringlane.core.text;
