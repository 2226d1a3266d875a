/** The fleet: agents register, beat, learn their plan, tell of their jobs. */
package io.pulsefleet.hub.fleet;
