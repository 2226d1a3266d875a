package io.pulsefleet.store.fleetsettings;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An agent, and how it stands with the hub's settings.
 *
 * @param group null: none
 * @param released JSON: names and values that it is told; {@code {}} from the beginning
 * @param releasedHash null: nothing was released yet
 * @param rollout with which that was done; null: with none
 * @param known hash of the settings that it has; null: it has not told
 * @param told null: it has said nothing yet
 */
public record AgentRow(
        UUID id,
        String hostname,
        String group,
        String version,
        Instant lastHeartbeat,
        String released,
        String releasedHash,
        Instant releasedAt,
        Long rollout,
        int attempt,
        String known,
        Told told) {

    /** What it said last. */
    public record Told(String hash, String state, String detail, List<String> waiting, List<String> own, Instant at) {}
}
