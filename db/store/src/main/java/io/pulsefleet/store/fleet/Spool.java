package io.pulsefleet.store.fleet;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/** What waits at the agent, as it said with its heartbeat. */
@Embeddable
public record Spool(
        @Column(name = "spool_segments") long segments,
        @Column(name = "spool_bytes") long bytes,
        @Column(name = "spool_oldest_at") Instant oldestAt,
        @Column(name = "spool_in_memory") boolean inMemory,
        @Column(name = "spool_evicted_segments") long evictedSegments,
        @Column(name = "spool_evicted_readings") long evictedReadings,
        @Column(name = "spool_refused_segments") long refusedSegments) {

    public static final Spool EMPTY = new Spool(0, 0, null, false, 0, 0, 0);
}
