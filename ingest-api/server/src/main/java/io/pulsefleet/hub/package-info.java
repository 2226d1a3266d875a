/**
 * The hub: its REST API, one package for each feature.
 *
 * <pre>
 * fleet/   registration, heartbeats, runs        access/  who calls, and whether they may
 * intake/  shipments and single readings         http/    JSON, limits, problems
 * commit/  what waits goes into one transaction
 * query/   the fleet's table, series             ready/   from start to ready, health
 * </pre>
 */
package io.pulsefleet.hub;
