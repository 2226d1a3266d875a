package io.pulsefleet.wire.postgres;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What PostgreSQL wrote into its log.
 *
 * @param levels how many entries there are of each level, {@code {"ERROR": 2}}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LogEntries(List<Entry> entries, Integer count, Map<String, Integer> levels) {

    public LogEntries {
        entries = Told.list("entries", entries);
        count = count == null ? (Integer) entries.size() : count;
        levels = levels == null ? levelsOf(entries) : levels;
    }

    public static LogEntries of(List<Entry> entries) {
        return new LogEntries(entries, null, null);
    }

    /**
     * The names are those of PostgreSQL's jsonlog, in so far as it has them.
     *
     * @param timestamp when it was written
     * @param errorSeverity {@code LOG}, {@code ERROR}
     * @param message its text; what follows it stands in detail, hint, context and statement
     * @param event what happened, {@code deadlock}: the name of its class; null where it has none
     * @param durationMs how long a statement took, where the entry tells it
     * @param correlationId the request id that {@code application_name} bears (PG-05)
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Entry(
            @JsonAlias("at") Instant timestamp,
            @JsonAlias({"level", "severity"}) String errorSeverity,
            String message,
            Integer pid,
            @JsonAlias({"user", "usename"}) String userName,
            @JsonAlias({"datname", "database"}) String dbname,
            String remoteHost,
            String applicationName,
            String backendType,
            String stateCode,
            String detail,
            String hint,
            String context,
            String statement,
            Long queryId,
            String event,
            Double durationMs,
            String correlationId) {

        public Entry {
            message = message == null ? "" : message;
            errorSeverity = errorSeverity == null ? "LOG" : errorSeverity;
        }
    }

    private static Map<String, Integer> levelsOf(List<Entry> entries) {
        var levels = new TreeMap<String, Integer>();
        entries.forEach(entry -> levels.merge(entry.errorSeverity(), 1, Integer::sum));
        return levels;
    }
}
