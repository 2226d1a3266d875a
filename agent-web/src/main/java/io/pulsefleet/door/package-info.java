/** At the hub only: the paths that senders and agents know, beside the console's pages (ADR 0019). */
package io.pulsefleet.door;
