/**
 * A fleet of simulated agents that speak the contract over real connections, behave badly on demand, and are counted
 * afterwards.
 *
 * <pre>
 * Values ---> Bodies ---> SimulatedAgent (spool, manners) ---HTTP---> the hub ---> PostgreSQL
 *    |                        |                                                       |
 *    +------------------------+------------------> Audit <--------- StoredBooks ------+
 * </pre>
 *
 * <p>What an agent read at a visit can be computed again from the seed; so the audit needs to keep no values.
 */
package io.pulsefleet.e2e.fleet;
