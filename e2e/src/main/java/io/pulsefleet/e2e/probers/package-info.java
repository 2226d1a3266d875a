/**
 * Agents in one datacenter of which one probes, what they reach the hub by, and what the hub's books say of them: for the test
 * and for the bench of who takes over.
 */
package io.pulsefleet.e2e.probers;
