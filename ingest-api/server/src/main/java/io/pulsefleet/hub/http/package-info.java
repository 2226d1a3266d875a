/** How requests and answers look: JSON, limits, problems. Nothing here knows what they are about. */
package io.pulsefleet.hub.http;
