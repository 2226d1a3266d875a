/** A tool of several collectors: the files in which the Linux kernel tells of the host, {@code /proc} and {@code /sys}. */
package io.pulsefleet.agent.collect.kernel;
