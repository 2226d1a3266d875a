package io.pulsefleet.hub.query;

import io.pulsefleet.hub.fleet.Liveness;
import io.pulsefleet.store.command.Channels.Channel;
import io.pulsefleet.store.fleet.Agent;
import io.pulsefleet.store.fleet.Marks.Mark;
import io.pulsefleet.store.fleet.Spool;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An agent and its host, as the fleet's table shows them.
 *
 * @param kind {@code agent}; {@code pulse} or {@code postgres} of a sender that is not ours
 * @param apiKey the name of the key that such a sender shows
 * @param group whose retention policies hold for it
 * @param tags what an admin says of it
 * @param state {@code online}, {@code error} (it beats, and something hinders it) or {@code offline}
 * @param clockOffsetSeconds how far its clock is ahead of the hub's
 * @param cpu share of all CPUs that is busy, 0 to 1; left out where it is not known or older than five minutes
 * @param memory share of memory in use
 * @param disk share in use of the fullest file system
 * @param lastReading when its host was last read
 * @param channel over which it is sent commands; left out: it never had one
 */
public record AgentRow(
        UUID id,
        String kind,
        String apiKey,
        String hostname,
        String group,
        Map<String, String> tags,
        List<String> addresses,
        String os,
        String kernel,
        String arch,
        int cpus,
        long memoryBytes,
        String version,
        String state,
        Instant lastHeartbeat,
        Double clockOffsetSeconds,
        List<String> troubles,
        Instant createdAt,
        Instant updatedAt,
        SpoolRow spool,
        Double cpu,
        Double memory,
        Double disk,
        Instant lastReading,
        ChannelRow channel) {

    /**
     * @param open whether commands reach it at once
     * @param since when it was opened, or closed
     * @param proof {@code mtls}, {@code token}, or {@code poll}: it has none, and asks for commands with its heartbeats
     */
    public record ChannelRow(boolean open, Instant since, String proof) {

        static ChannelRow of(Channel channel) {
            return new ChannelRow(channel.open(), channel.since(), channel.proof());
        }
    }

    /** What waits at the agent. */
    public record SpoolRow(
            long segments,
            long bytes,
            Instant oldestAt,
            boolean inMemory,
            long evictedSegments,
            long evictedReadings,
            long refusedSegments) {

        static SpoolRow of(Spool spool) {
            return new SpoolRow(
                    spool.segments(),
                    spool.bytes(),
                    spool.oldestAt(),
                    spool.inMemory(),
                    spool.evictedSegments(),
                    spool.evictedReadings(),
                    spool.refusedSegments());
        }
    }

    static AgentRow of(Agent agent, Mark mark, Vitals vitals, Optional<Channel> channel, Instant now) {
        var state = Liveness.of(
                agent.lastHeartbeat(), agent.silence(), !agent.troubles().isEmpty(), now);
        return new AgentRow(
                agent.id(),
                agent.kind(),
                agent.keyName(),
                agent.hostname(),
                mark.group(),
                mark.tags(),
                agent.addresses(),
                agent.os(),
                agent.kernel(),
                agent.arch(),
                agent.cpus(),
                agent.memoryBytes(),
                agent.version(),
                state.name().toLowerCase(Locale.ROOT),
                agent.lastHeartbeat(),
                agent.clockOffsetSeconds(),
                agent.troubles(),
                agent.createdAt(),
                agent.updatedAt(),
                SpoolRow.of(agent.spool()),
                vitals.cpu(),
                vitals.memory(),
                vitals.disk(),
                vitals.at(),
                channel.map(ChannelRow::of).orElse(null));
    }
}
