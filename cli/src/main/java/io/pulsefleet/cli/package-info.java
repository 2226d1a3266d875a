/** The fleet from a shell: {@code pulse}. It speaks to the hub's public REST API only. */
package io.pulsefleet.cli;
