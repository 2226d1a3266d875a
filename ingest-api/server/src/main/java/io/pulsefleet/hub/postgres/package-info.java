/** What senders tell of PostgreSQL servers, made into rows. */
package io.pulsefleet.hub.postgres;
