package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.store.postgres.Sessions.Session;
import java.time.Instant;
import java.util.List;

/**
 * A session, as {@code pg_stat_activity} has it.
 *
 * @param queryId a text: it has more digits than JSON's readers hold
 * @param cut whether a text was longer than is kept
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SessionView(
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
        String queryId,
        String query,
        List<Integer> blockedBy,
        String correlationId,
        boolean cut) {

    static SessionView of(Session session) {
        return new SessionView(
                session.pid(),
                session.datname(),
                session.usename(),
                session.applicationName(),
                session.clientAddr(),
                session.backendType(),
                session.backendStart(),
                session.xactStart(),
                session.queryStart(),
                session.stateChange(),
                session.waitEventType(),
                session.waitEvent(),
                session.state(),
                session.queryId() == null ? null : session.queryId().toString(),
                session.query(),
                session.blockedBy(),
                session.correlationId(),
                session.cut());
    }
}
