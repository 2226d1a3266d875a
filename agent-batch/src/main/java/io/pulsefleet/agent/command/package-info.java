/** What this agent does when it is asked: one small class per command, found by CDI (PU-05). */
package io.pulsefleet.agent.command;
