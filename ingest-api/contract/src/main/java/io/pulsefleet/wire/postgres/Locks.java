package io.pulsefleet.wire.postgres;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/** Who waits for whom. It is told also when nobody waits (PG-06). */
@JsonNaming(SnakeCaseStrategy.class)
public record Locks(List<Lock> locks, Integer count, Boolean hasBlocking) {

    public Locks {
        locks = Told.list("locks", locks);
        count = count == null ? (Integer) locks.size() : count;
        hasBlocking = hasBlocking == null ? (Boolean) !locks.isEmpty() : hasBlocking;
    }

    public static Locks of(List<Lock> locks) {
        return new Locks(locks, null, null);
    }

    /**
     * One session that waits for another.
     *
     * @param locktype as in {@code pg_locks}
     * @param relation the table or index that is waited for, with its schema
     * @param waitstart since when it waits
     * @param rootPid the one at the end of the chain, that waits for nobody; of several the one with the oldest transaction
     * @param depth how many are between it and the root, and one
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Lock(
            int blockedPid,
            String blockedUsename,
            String blockedApplicationName,
            String blockedQuery,
            String blockedCorrelationId,
            int blockingPid,
            String blockingUsename,
            String blockingApplicationName,
            String blockingState,
            String blockingQuery,
            String blockingCorrelationId,
            String datname,
            String locktype,
            String mode,
            String relation,
            Instant waitstart,
            Integer rootPid,
            Integer depth) {}
}
