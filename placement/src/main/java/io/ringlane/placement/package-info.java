/**
 * Where instances run and what lies between them: region, hosts, instance types, placement groups, path profiles.
 *
 * <p>Placement decides and never forwards: it knows no frame, queue or clock, and the cloud module turns what it decides
 * into routes and caps. It starts no threads. Everything immutable here may be shared; {@code group.Placer} belongs to
 * one thread at a time.
 *
 * <p>Packages, each using only those before it: {@code table} (data files), {@code catalogue} (instance types),
 * {@code topology} (the region's hosts), {@code group} (placement), {@code path} (path profiles).
 */
package io.ringlane.placement;
