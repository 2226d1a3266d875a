package io.pulsefleet.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.agent.push.Outlets;
import io.pulsefleet.wire.Heartbeat.Waiting;
import io.pulsefleet.wire.Plan;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What {@code GET /api/v1/agent} answers.
 *
 * @param clockOffsetSeconds how far this host's clock is ahead of the hub's; null until the hub has told its time
 * @param outlets receivers that are no hub, and what waits for them
 * @param troubles what hinders the agent now, each a sentence
 * @param plan null until the hub has told one
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AgentView(
        UUID agent,
        String hostname,
        String version,
        String boot,
        Instant startedAt,
        HubView hub,
        boolean registered,
        Double clockOffsetSeconds,
        Waiting spool,
        List<Outlets.View> outlets,
        List<String> troubles,
        Plan plan) {

    /**
     * @param state {@code reachable}, {@code away}, {@code refused} or {@code unknown}
     * @param detail why; empty where all is well
     */
    public record HubView(URI url, String state, Instant since, String detail) {}
}
