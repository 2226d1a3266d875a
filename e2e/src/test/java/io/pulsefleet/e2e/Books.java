package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.embedded.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts on both sides: what the agent has sealed, and what the hub has stored.
 *
 * <p>The segments of a run are numbered from 0 without a gap. The first records that the run began, the last that it
 * ended (where it did), and each between is one visit with one frame. So what is missing or doubled shows by counting.
 */
final class Books {

    private final Stack stack;
    private final Path spool;
    private final Set<String> seenSealed = new HashSet<>();

    Books(Stack stack) {
        this.stack = stack;
        this.spool = stack.config().data().resolve("agent/spool");
    }

    /** Notes each segment that lies sealed on disk at this moment: from now on it must not be lost. */
    void note() throws IOException {
        if (Files.notExists(spool)) {
            return;
        }
        try (var files = Files.list(spool)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".gz"))
                    .map(name -> name.split("\\.", -1)[2]) // 000000000003.1795260430107.mwqbp4xv-s6g1-1-1.39.json.gz
                    .forEach(seenSealed::add);
        }
    }

    int noted() {
        return seenSealed.size();
    }

    void awaitAllStored(Duration longest) {
        Await.until("not all sealed segments have arrived at the hub", longest, () -> {
            try {
                return new HashSet<>(receipts()).containsAll(seenSealed);
            } catch (SQLException notYet) {
                throw new IOException(notYet);
            }
        });
    }

    /** Nothing lost, nothing doubled. */
    void mustBalance() throws SQLException, IOException {
        assertThat(receipts()).containsAll(seenSealed).doesNotHaveDuplicates();
        assertThat(texts("""
                SELECT format('%s %s %s', agent, set, at) FROM frame
                GROUP BY agent, set, at HAVING count(*) > 1""")).as("frames stored twice").isEmpty();
        assertThat(texts("""
                SELECT run || ' stored ' || count(*) || ' of ' || max(chunk) + 1
                FROM (SELECT regexp_replace(segment, '-[0-9]+$', '') AS run,
                             substring(segment FROM '[0-9]+$')::int AS chunk
                      FROM receipt_segment) AS segments
                GROUP BY run HAVING count(*) <> max(chunk) + 1""")).as("runs with a hole").isEmpty();
        // one statement, one snapshot: the agent goes on storing. A heartbeat may tell of a run before its first record
        // has come, so what began is counted by that record. Agent 0 is the hub: its runs come in no segment.
        assertThat(texts("""
                SELECT format('%s frames of %s visits', frames, segments - begun - ended)
                FROM (SELECT (SELECT count(*) FROM frame)
                             + (SELECT coalesce(sum(count), 0) FROM pack WHERE level = 0) AS frames),
                     (SELECT count(*) AS segments, count(*) FILTER (WHERE segment LIKE '%-0') AS begun
                      FROM receipt_segment),
                     (SELECT count(*) AS ended FROM job_runs
                      WHERE agent <> 0 AND ended_at IS NOT NULL AND exit <> 'INTERRUPTED')
                WHERE frames <> segments - begun - ended""")).as("visits that are not one frame each").isEmpty();
    }

    long frames() throws SQLException, IOException {
        return Long.parseLong(texts(
                        "SELECT ((SELECT count(*) FROM frame) + (SELECT coalesce(sum(count), 0) FROM pack WHERE level = 0))::text")
                .get(0));
    }

    private List<String> receipts() throws SQLException, IOException {
        return texts("SELECT segment FROM receipt_segment");
    }

    private List<String> texts(String query) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(
                        stack.postgres().jdbcUrl(), Postgres.USER, stack.databasePassword());
                var rows = connection.createStatement().executeQuery(query)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
