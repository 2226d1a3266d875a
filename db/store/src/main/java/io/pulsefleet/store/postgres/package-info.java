/** What is told of PostgreSQL servers beside numbers: who is there, who waits, what statements cost, their logs. */
package io.pulsefleet.store.postgres;
