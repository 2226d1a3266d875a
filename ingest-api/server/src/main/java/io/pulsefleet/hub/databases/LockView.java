package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.store.postgres.Locks.Lock;
import java.time.Instant;

/**
 * One session that waits for another.
 *
 * @param firstAt when it was seen first
 * @param lastAt when it was seen last; the rest is as it was then
 * @param rootPid the one at the end of the chain, that waits for nobody
 * @param cut whether a text was longer than is kept
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LockView(
        Instant firstAt,
        Instant lastAt,
        long samples,
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
        Integer depth,
        boolean cut) {

    static LockView of(Instant firstAt, long samples, Lock last) {
        return new LockView(
                firstAt,
                last.at(),
                samples,
                last.blockedPid(),
                last.blockedUsename(),
                last.blockedApplicationName(),
                last.blockedQuery(),
                last.blockedCorrelationId(),
                last.blockingPid(),
                last.blockingUsename(),
                last.blockingApplicationName(),
                last.blockingState(),
                last.blockingQuery(),
                last.blockingCorrelationId(),
                last.datname(),
                last.locktype(),
                last.mode(),
                last.relation(),
                last.waitstart(),
                last.rootPid(),
                last.depth(),
                last.cut());
    }
}
