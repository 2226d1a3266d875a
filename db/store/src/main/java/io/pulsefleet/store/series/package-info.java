/**
 * What was measured, read again: hot frames, packed visits and roll-ups as one stream of points for each series.
 *
 * <pre>
 * Question: which positions, from when to when, from which Source
 *   -> Snapshot: one transaction sees each visit in exactly one place
 *   -> Survey: what there is of it, day by day
 *   -> Cover (pure): what is read from where, without a hole or an overlap
 *   -> Found: what was read, still packed; it feeds series by series, in the order of time
 * </pre>
 */
package io.pulsefleet.store.series;
