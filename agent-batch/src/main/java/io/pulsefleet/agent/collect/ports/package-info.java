/** Where programs listen: which ports are open, whose they are, and what opens and closes. */
package io.pulsefleet.agent.collect.ports;
