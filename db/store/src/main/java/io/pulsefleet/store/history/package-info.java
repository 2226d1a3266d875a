/**
 * What was: closed hours packed, roll-ups, how long all of it is kept, and how much room it takes.
 *
 * <pre>
 * frame (hot, by hour of arrival) --Packing--> pack level 0 (by hour of the visit), rollup 3600
 *                                                   |
 *                                            day over, --Rolling--> pack level 600 (and 60), rollup 86400
 *                                                   |
 *                                         --Retention--> dropped
 * </pre>
 *
 * <p>(1) A visit is in {@code frame} or in {@code pack}, never in both and never in neither: one transaction moves it.
 * (2) What was packed was unpacked again and compared to the bit before it was written. (3) Each part of a day is rolled up
 * once. (4) Visits are not dropped before their day was rolled up.
 */
package io.pulsefleet.store.history;
