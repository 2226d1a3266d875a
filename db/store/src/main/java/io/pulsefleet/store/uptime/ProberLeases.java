package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who probes for each datacenter.
 *
 * <pre>
 * free --ask--> held by one --ask again, with its number--> held, the same number
 *               held --release, or its time is over--> free
 *               held --ask again, without its number: it began anew--> held, another number
 * </pre>
 *
 * <p>(1) Only the database's clock counts. (2) At most one agent is told that it holds a datacenter's lease at any moment.
 * (3) Each taking has a larger number than all before it, and when it was stays on record.
 */
@ApplicationScoped
public class ProberLeases {

    public static final Duration TIME = Duration.ofSeconds(10);

    private static final String END = "clock_timestamp() + interval '" + TIME.toMillis() + " ms'";

    private static final String LOOK = """
            SELECT clock_timestamp() AS now, (SELECT revision FROM uptime_plan) AS plan, d.id IS NOT NULL AS is_known,
                l.agent, l.number, a.hostname, l.until_at > clock_timestamp() AS runs
            FROM (SELECT ?::text AS id) asked LEFT JOIN datacenters d ON d.id = asked.id
            LEFT JOIN uptime_lease l ON l.datacenter = asked.id LEFT JOIN agents a ON a.number = l.agent""";

    private static final String TAKE = """
            WITH taken AS (
                INSERT INTO uptime_lease AS l (datacenter, number, agent, until_at)
                SELECT d.id, coalesce((SELECT max(number) FROM uptime_grant g WHERE g.datacenter = d.id), 0) + 1, ?, %1$s
                FROM datacenters d WHERE d.id = ?
                ON CONFLICT (datacenter) DO UPDATE SET agent = excluded.agent, until_at = %1$s,
                    number = l.number + CASE WHEN l.agent = excluded.agent AND l.number = ?
                        AND l.until_at > clock_timestamp() THEN 0 ELSE 1 END
                WHERE l.agent = excluded.agent OR l.until_at <= clock_timestamp()
                RETURNING datacenter, number, agent),
            granted AS (
                INSERT INTO uptime_grant SELECT datacenter, number, agent, clock_timestamp() FROM taken
                ON CONFLICT DO NOTHING)
            SELECT number FROM taken""".formatted(END);

    private Database database;

    public ProberLeases() {}

    @Inject
    public ProberLeases(Database database) {
        this.database = database;
    }

    /**
     * @param now by the database's clock
     * @param plan the revision of all monitors
     * @param isKnown whether there is such a datacenter
     * @param number of the lease that the asking agent holds from now on; 0: it holds none
     * @param holder the host's name of whoever holds it; null: nobody
     */
    public record Answer(Instant now, long plan, boolean isKnown, long number, String holder) {

        public boolean isHeld() {
            return number > 0;
        }
    }

    /** A taking. */
    public record Grant(String datacenter, long number, int agent, Instant at) {}

    /** @param number of the lease that it holds; 0: it holds none */
    public Answer ask(int agent, String datacenter, long number) {
        try (var connection = database.ownConnection()) {
            connection.setAutoCommit(true); // it must hold whatever else becomes of the request
            var before = look(connection, datacenter);
            if (!before.isKnown()) {
                return before.answer(0);
            }
            note(connection, agent, datacenter);
            if (before.runs() && before.agent() != agent) {
                return before.answer(0);
            }
            var taken = new Ask("", TAKE)
                    .with(agent).with(datacenter).with(number).list(connection, row -> row.getLong(1)).stream()
                            .findFirst()
                            .orElse(0L);
            return look(connection, datacenter).answer(taken);
        } catch (SQLException refused) {
            throw new StoreException("ask who probes for " + datacenter, refused);
        }
    }

    /** Who probes; nothing is taken. */
    public Answer look(String datacenter) {
        try (var connection = database.ownConnection()) {
            connection.setAutoCommit(true);
            return look(connection, datacenter).answer(0);
        } catch (SQLException refused) {
            throw new StoreException("look who probes for " + datacenter, refused);
        }
    }

    /** What another has taken meanwhile stays with it. */
    public void release(int agent, String datacenter, long number) {
        try (var connection = database.ownConnection()) {
            connection.setAutoCommit(true);
            new Ask(
                            "",
                            "UPDATE uptime_lease SET until_at = clock_timestamp()"
                                    + " WHERE datacenter = ? AND agent = ? AND number = ?")
                    .with(datacenter)
                    .with(agent)
                    .with(number)
                    .run(connection);
        } catch (SQLException refused) {
            throw new StoreException("release the lease of " + datacenter, refused);
        }
    }

    /**
     * @param hostname null: nobody probes there now
     * @param standby how many agents have asked to, last, and do not
     */
    public record Prober(String datacenter, String hostname, long number, int standby) {}

    /** By datacenter, where any agent is. */
    public Map<String, Prober> probers() {
        var all = new HashMap<String, Prober>();
        new Ask("read who probes", """
                SELECT d.id, a.hostname, coalesce(l.number, 0) AS number, (SELECT count(*) FROM agents s
                    WHERE s.datacenter = d.id AND s.number IS DISTINCT FROM a.number) AS standby
                FROM datacenters d LEFT JOIN uptime_lease l ON l.datacenter = d.id AND l.until_at > clock_timestamp()
                LEFT JOIN agents a ON a.number = l.agent""")
                .list(
                        database,
                        row -> new Prober(
                                row.getString("id"),
                                row.getString("hostname"),
                                row.getLong("number"),
                                row.getInt("standby")))
                .forEach(prober -> all.put(prober.datacenter(), prober));
        return all;
    }

    /** Of these datacenters. The newest last. */
    List<Grant> grants(Collection<String> datacenters) {
        return new Ask(
                        "read who probed when",
                        "SELECT datacenter, number, agent, granted_at FROM uptime_grant WHERE datacenter = ANY (?)"
                                + " ORDER BY datacenter, number")
                .with("text", datacenters, each -> each)
                .list(
                        database,
                        row -> new Grant(
                                row.getString(1), row.getLong(2), row.getInt(3), Ask.moment(row, "granted_at")));
    }

    /** What was found. */
    private record Look(
            Instant now, long plan, boolean isKnown, boolean runs, int agent, long number, String hostname) {

        static Look of(ResultSet row) throws SQLException {
            return new Look(
                    Ask.moment(row, "now"),
                    row.getLong("plan"),
                    row.getBoolean("is_known"),
                    row.getBoolean("runs"),
                    row.getInt("agent"),
                    row.getLong("number"),
                    row.getString("hostname"));
        }

        /** Who took it and finds another number there has lost it already. */
        Answer answer(long taken) {
            return new Answer(now, plan, isKnown, taken > 0 && taken == number ? taken : 0, runs ? hostname : null);
        }
    }

    private static Look look(Connection connection, String datacenter) throws SQLException {
        return new Ask("", LOOK).with(datacenter).list(connection, Look::of).get(0);
    }

    private static void note(Connection connection, int agent, String datacenter) throws SQLException {
        new Ask("", "UPDATE agents SET datacenter = ? WHERE number = ? AND datacenter IS DISTINCT FROM ?")
                .with(datacenter)
                .with(agent)
                .with(datacenter)
                .run(connection);
    }
}
