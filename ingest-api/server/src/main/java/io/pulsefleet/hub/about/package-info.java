/** What this server is. */
package io.pulsefleet.hub.about;
