/**
 * A region brought up: placed instances, their interfaces and addresses, and the data plane that connects them.
 *
 * <p>Placement decides, this package hands its decisions down as cards, ports, caps and routes. It forwards nothing.
 */
package io.ringlane.cloud.region;
