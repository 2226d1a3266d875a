/**
 * What is told of a PostgreSQL server beside numbers: the bodies of {@link io.pulsefleet.wire.Document documents}.
 *
 * <p>The outer shapes are those of PG-08, and the inner names are those of PostgreSQL's own columns, so that a message of
 * another sender reads as ours do. Whatever is not told is null; durations that PostgreSQL tells in milliseconds are in
 * milliseconds, and their names end as PostgreSQL's do.
 */
package io.pulsefleet.wire.postgres;
