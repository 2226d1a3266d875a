/** What happened on hosts: written by COPY, asked for by time, type and text. */
package io.pulsefleet.store.events;
