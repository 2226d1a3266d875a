package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.store.postgres.LogEntries.Entry;
import java.time.Instant;

/**
 * An entry of PostgreSQL's log.
 *
 * @param event what happened, by name; left out where it has none
 * @param queryId a text: it has more digits than JSON's readers hold
 * @param cut whether a text was longer than is kept
 */
@JsonNaming(SnakeCaseStrategy.class)
public record EntryView(
        Instant at,
        String errorSeverity,
        String event,
        String message,
        String detail,
        String hint,
        String context,
        String statement,
        String stateCode,
        Integer pid,
        String userName,
        String dbname,
        String remoteHost,
        String applicationName,
        String backendType,
        String queryId,
        Double durationMs,
        String correlationId,
        boolean cut) {

    static EntryView of(Entry entry) {
        return new EntryView(
                entry.at(),
                entry.errorSeverity(),
                entry.event(),
                entry.message(),
                entry.detail(),
                entry.hint(),
                entry.context(),
                entry.statement(),
                entry.stateCode(),
                entry.pid(),
                entry.userName(),
                entry.dbname(),
                entry.remoteHost(),
                entry.applicationName(),
                entry.backendType(),
                entry.queryId() == null ? null : entry.queryId().toString(),
                entry.durationMs(),
                entry.correlationId(),
                entry.cut());
    }
}
