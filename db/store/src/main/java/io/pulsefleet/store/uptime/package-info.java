/** What must be up, who probes it, what was seen, and what that amounts to. */
package io.pulsefleet.store.uptime;
