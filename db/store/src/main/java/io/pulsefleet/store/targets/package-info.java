/** PostgreSQL databases that agents watch because the hub says so. */
package io.pulsefleet.store.targets;
