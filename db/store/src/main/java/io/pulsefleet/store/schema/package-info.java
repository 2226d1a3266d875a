/** The tables: made and changed by Flyway, partitions made ahead of their day. */
package io.pulsefleet.store.schema;
