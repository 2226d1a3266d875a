/** Pushes what was sealed to receivers that are no hub: payloads to any URL (PA-08), messages to a foreign listener (PG-09). */
package io.pulsefleet.agent.push;
