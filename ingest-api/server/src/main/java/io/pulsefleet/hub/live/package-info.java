/** Pages that are told that something is new while they are open, and charts that move each second (SP-09). */
package io.pulsefleet.hub.live;
