package io.pulsefleet.store.fleet;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.series.TooSlowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What the jobs of all agents, and the hub's own, did: the newest first, page by page. */
@ApplicationScoped
public class PastRuns {

    /** The hub's own runs stand beside those of its agents; it is no agent, and has this number. */
    public static final int THE_HUB = 0;

    /** What the hub is called where agents have a hostname. */
    public static final String HUBS_NAME = "hub";

    private static final String CANCELED = "57014";

    private static final String HOSTS =
            "SELECT number FROM (SELECT number, hostname FROM agents UNION ALL SELECT " + THE_HUB + ", '" + HUBS_NAME
                    + "') a WHERE (? OR number = ANY (?)) AND strpos(lower(hostname), lower(?)) > 0 ORDER BY number";

    private Database database;

    protected PastRuns() {}

    @Inject
    public PastRuns(Database database) {
        this.database = database;
    }

    /**
     * Which runs are wanted.
     *
     * @param agents their numbers, the hub's is {@link #THE_HUB}; none: of all
     * @param host what their hostnames contain, in capitals or not; empty: anything
     * @param jobs none: all
     * @param states none: all
     * @param from when they began at the earliest; null: ever
     * @param to before when they began; null: ever
     * @param after only what stands behind it, the newest first; null: from the newest on
     */
    public record Wanted(
            Collection<Integer> agents,
            String host,
            Collection<String> jobs,
            Collection<String> states,
            Instant from,
            Instant to,
            Place after) {}

    /** Where a run stands among all: many may begin in one microsecond. */
    public record Place(Instant startedAt, int agent, String boot, long execution) {

        public static Place of(Run run) {
            return new Place(
                    run.startedAt(), run.id().agent(), run.id().boot(), run.id().execution());
        }
    }

    /**
     * A run, and whose it is.
     *
     * @param agent null: the hub's own
     */
    public record Past(UUID agent, String hostname, Run run) {}

    /**
     * The newest first.
     *
     * @param longest how long each statement may take
     * @throws TooSlowException when one takes longer
     */
    public List<Past> find(Wanted wanted, int limit, Duration longest) {
        try (var connection = database.ownConnection()) {
            connection.setAutoCommit(false);
            try (var begin = connection.createStatement()) {
                begin.execute("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = " + longest.toMillis()
                        + "; SET LOCAL jit = off; SET LOCAL plan_cache_mode = force_custom_plan");
                return find(connection, wanted, limit);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException refused) {
            if (CANCELED.equals(refused.getSQLState())) {
                throw new TooSlowException(refused);
            }
            throw new StoreException("read runs", refused);
        }
    }

    private static List<Past> find(Connection connection, Wanted wanted, int limit) throws SQLException {
        var isOfAll = wanted.agents().isEmpty() && wanted.host().isEmpty();
        var agents = isOfAll ? List.<Integer>of() : hosts(connection, wanted);
        if (!isOfAll && agents.isEmpty()) {
            return List.of();
        }
        try (var select = PastQuestion.of(wanted, agents, limit).on(connection);
                var rows = select.executeQuery()) {
            var all = new ArrayList<Past>();
            while (rows.next()) {
                all.add(past(rows));
            }
            return all;
        }
    }

    private static List<Integer> hosts(Connection connection, Wanted wanted) throws SQLException {
        try (var select = connection.prepareStatement(HOSTS)) {
            select.setBoolean(1, wanted.agents().isEmpty());
            select.setArray(2, connection.createArrayOf("int4", wanted.agents().toArray()));
            select.setString(3, PlainText.of(wanted.host()));
            try (var rows = select.executeQuery()) {
                var numbers = new ArrayList<Integer>();
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
                return numbers;
            }
        }
    }

    private static Past past(ResultSet row) throws SQLException {
        var run = new Run(
                new RunId(row.getInt("agent"), row.getString("boot"), row.getLong("execution")),
                row.getString("job"),
                row.getString("state"),
                moment(row, "started_at"),
                moment(row, "ended_at"),
                row.getLong("visits"),
                row.getLong("readings"),
                row.getLong("skipped"),
                row.getLong("errors"),
                row.getString("exit"),
                moment(row, "updated_at"),
                moment(row, "due_at"),
                moment(row, "last_visit_at"),
                new Rhythm(
                        moment(row, "next_visit_at"),
                        row.getString("rest"),
                        row.getObject("took_seconds", Double.class),
                        row.getObject("usual_seconds", Double.class)),
                null);
        return new Past(row.getObject("id", UUID.class), row.getString("hostname"), run);
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
