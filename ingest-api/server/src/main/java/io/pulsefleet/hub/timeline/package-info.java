/** What happened on hosts, as it is asked for: lists, and counts to be drawn. */
package io.pulsefleet.hub.timeline;
