/** What somebody should look at, of everything that the hub knows, with the console's page of each. */
package io.pulsefleet.hub.attention;
