/** Liberty servers of others, whose jobs the hub shows and steers. */
package io.pulsefleet.store.batch;
