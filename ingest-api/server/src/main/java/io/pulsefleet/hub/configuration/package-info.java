/** All that is configured at the hub, as one document: exported, compared, applied. */
package io.pulsefleet.hub.configuration;
