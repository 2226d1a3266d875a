package io.pulsefleet.wire.postgres;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * Who was connected, and what they did: {@code pg_stat_activity} at one moment.
 *
 * @param count of sessions; of all, where only some are told
 * @param withCorrelation how many of them bear a correlation id
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Activity(List<Session> sessions, Integer count, Integer withCorrelation) {

    public Activity {
        sessions = Told.list("sessions", sessions);
        count = count == null ? (Integer) sessions.size() : count;
        withCorrelation = withCorrelation == null ? (Integer) correlated(sessions) : withCorrelation;
    }

    public static Activity of(List<Session> sessions) {
        return new Activity(sessions, null, null);
    }

    /**
     * @param blockedBy the pids that it waits for, {@code pg_blocking_pids}
     * @param correlationId the request id that its {@code application_name} bears (PG-05)
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Session(
            int pid,
            String datname,
            String usename,
            String applicationName,
            String clientAddr,
            String backendType,
            Instant backendStart,
            Instant xactStart,
            Instant queryStart,
            Instant stateChange,
            String waitEventType,
            String waitEvent,
            String state,
            Long queryId,
            String query,
            List<Integer> blockedBy,
            String correlationId) {

        public Session {
            blockedBy = Told.list("blocked_by", blockedBy);
        }
    }

    private static int correlated(List<Session> sessions) {
        return (int) sessions.stream()
                .filter(session -> session.correlationId() != null)
                .count();
    }
}
