/** How this host proves to the hub who it is, and knows the hub: a key that never leaves it, and a certificate for that. */
package io.pulsefleet.agent.trust;
