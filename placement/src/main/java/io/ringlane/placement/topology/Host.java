package io.ringlane.placement.topology;

/**
 * Where one host stands, in names.
 *
 * @param id the host's id in its region
 * @param name for instance {@code us-east-1a-dc1-r02-h03}
 * @param zone for instance {@code us-east-1a}
 * @param dataCentre for instance {@code us-east-1a-dc1}
 * @param rack for instance {@code us-east-1a-dc1-r02}
 */
public record Host(int id, String name, String zone, String dataCentre, String rack) {}
