/** The databases that agents watch, or try, because the hub says so. */
package io.pulsefleet.hub.targets;
