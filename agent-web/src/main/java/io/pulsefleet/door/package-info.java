/** At the hub only: the paths that other people's senders know, beside the console's pages (ADR 0019). */
package io.pulsefleet.door;
