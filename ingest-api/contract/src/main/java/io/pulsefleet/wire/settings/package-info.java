/** What hub and agent say to each other of settings that the hub gives. */
package io.pulsefleet.wire.settings;
