/** Jobs of somebody else: what a Liberty server of another team runs, packed as a small war by {@code OtherServer}. */
package io.pulsefleet.e2e.batch;
