/**
 * Docker, or what speaks as it does: its containers, what they use, and what becomes of them.
 *
 * <p>Bytes of the socket are {@link io.pulsefleet.agent.collect.docker.Talk}'s, the daemon's words
 * {@link io.pulsefleet.agent.collect.docker.Words}'; {@link io.pulsefleet.agent.collect.docker.Happenings} sees to it that
 * each event is told once. Nothing here writes to the daemon: every request is a GET.
 */
package io.pulsefleet.agent.collect.docker;
