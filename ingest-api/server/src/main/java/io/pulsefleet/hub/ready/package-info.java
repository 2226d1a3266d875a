/** From the start to ready: the schema, the partitions, the first keys; and what the health checks say of it. */
package io.pulsefleet.hub.ready;
