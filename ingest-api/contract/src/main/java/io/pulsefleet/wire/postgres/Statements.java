package io.pulsefleet.wire.postgres;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * What statements cost: {@code pg_stat_statements}.
 *
 * @param since where it is told, the numbers are what was added since then; where it is not, they are the server's own
 *     totals
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Statements(List<Statement> statements, Integer count, Instant since) {

    public Statements {
        statements = Told.list("statements", statements);
        count = count == null ? (Integer) statements.size() : count;
    }

    /** What was added from then on. */
    public static Statements since(Instant since, List<Statement> statements) {
        return new Statements(statements, null, since);
    }

    /**
     * One of (queryid, datname, usename, toplevel).
     *
     * @param query its text with its constants taken out
     * @param totalExecTime in milliseconds, as all times here
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Statement(
            Long queryid,
            String datname,
            String usename,
            Boolean toplevel,
            String query,
            long calls,
            Double totalExecTime,
            Double totalPlanTime,
            Long rows,
            Long sharedBlksHit,
            Long sharedBlksRead,
            Long sharedBlksDirtied,
            Long sharedBlksWritten,
            Long tempBlksRead,
            Long tempBlksWritten,
            Double blkReadTime,
            Double blkWriteTime,
            Double walBytes) {}
}
