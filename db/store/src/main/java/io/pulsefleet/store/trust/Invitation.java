package io.pulsefleet.store.trust;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A join token, as it is kept.
 *
 * @param hash of its secret half
 * @param group the group that it gives; null: none
 * @param tags the tags that it gives
 * @param removedAt null: it was not
 * @param joined the agents that joined with it, the first of them first
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time only
public record Invitation(
        UUID id,
        String name,
        byte[] hash,
        int uses,
        int usesLeft,
        String group,
        Map<String, String> tags,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        Instant removedAt,
        List<UUID> joined) {

    public Invitation {
        tags = Map.copyOf(tags);
        joined = List.copyOf(joined);
    }
}
