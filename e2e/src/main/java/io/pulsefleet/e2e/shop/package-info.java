/**
 * A small shop on a PostgreSQL server of its own, so that there is something to watch: orders, reports, and all that goes
 * wrong in such a place.
 */
package io.pulsefleet.e2e.shop;
