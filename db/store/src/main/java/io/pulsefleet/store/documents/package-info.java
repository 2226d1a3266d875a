/** Documents: snapshots that are more than numbers. */
package io.pulsefleet.store.documents;
