/**
 * The whole road from outside: PostgreSQL, the hub and an agent as the processes that a user has.
 *
 * <p>{@link io.pulsefleet.e2e.Run} is what {@code mvn -Prun} starts. The tests and the bench start the same
 * {@link io.pulsefleet.e2e.Stack}; so what is tested is what runs.
 */
package io.pulsefleet.e2e;
