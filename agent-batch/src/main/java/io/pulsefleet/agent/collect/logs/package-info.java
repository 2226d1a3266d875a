/**
 * Logs of any program: how they are written ({@link io.pulsefleet.agent.collect.logs.Parser}), what of them is not to be told
 * ({@link io.pulsefleet.agent.collect.logs.Redactor}), and what they say of security
 * ({@link io.pulsefleet.agent.collect.logs.AuthEvents}). Files and places are the tail's.
 */
package io.pulsefleet.agent.collect.logs;
