/** Settings that the hub gives to agents: layers, roll-outs, and what each agent makes of them. */
package io.pulsefleet.hub.settings;
