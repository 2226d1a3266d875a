/** What a host is and has at a moment, as its agent told it: hardware, processes, services, ports. */
package io.pulsefleet.hub.snapshots;
