/** What senders tell of what happens on hosts, made into rows; and what the hub sees itself. */
package io.pulsefleet.hub.events;
