/** What was stored, for charts: which points, as values or as rates. The arithmetic is pure; the store reads. */
package io.pulsefleet.hub.query;
