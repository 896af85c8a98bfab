/**
 * Duty cycles: workers that own cards and drive their pipelines, on threads of their own or turn by turn, and the
 * {@link io.ringlane.dataplane.worker.DataPlane} that holds them together.
 */
package io.ringlane.dataplane.worker;
