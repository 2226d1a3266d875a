package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.targets.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Monitors that agents are to try, and agents that can. Each change is a transaction of its own. */
@ApplicationScoped
public class Trials {

    private static final String SELECT =
            "SELECT t.*, a.hostname, a.datacenter FROM uptime_trial t LEFT JOIN agents a ON a.id = t.agent WHERE ";

    private Database database;

    public Trials() {}

    @Inject
    public Trials(Database database) {
        this.database = database;
    }

    /**
     * An agent that can probe.
     *
     * @param datacenter for which it asked to probe, last; null: for none
     * @param probes whether it holds that one's lease
     */
    public record Agent(UUID id, String hostname, String datacenter, boolean probes, Instant lastHeartbeat) {}

    /** Those that are ours and were heard of since then: the probers first, then by name. */
    public List<Agent> agents(Instant since) {
        return new Ask("read which agents can probe", """
                SELECT a.id, a.hostname, a.datacenter, l.agent IS NOT NULL AS probes, a.last_heartbeat
                FROM agents a LEFT JOIN uptime_lease l
                    ON l.datacenter = a.datacenter AND l.agent = a.number AND l.until_at > clock_timestamp()
                WHERE a.kind = 'agent' AND a.last_heartbeat >= ? ORDER BY probes DESC, a.hostname, a.number""")
                .with(since)
                .list(
                        database,
                        row -> new Agent(
                                row.getObject("id", UUID.class),
                                row.getString("hostname"),
                                row.getString("datacenter"),
                                row.getBoolean("probes"),
                                Ask.moment(row, "last_heartbeat")));
    }

    /** @param forgetBefore what was asked before that goes */
    public void ask(Trial trial, Instant forgetBefore) {
        new Ask("forget trials", "DELETE FROM uptime_trial WHERE asked_at < ?")
                .with(forgetBefore)
                .run(database);
        new Ask(
                        "ask for a trial",
                        "INSERT INTO uptime_trial (id, agent, asked_at, asked_by, until_at, monitor, sealed, key_id)"
                                + " VALUES (?, ?, ?, ?, ?, ?::jsonb, ?, ?)")
                .with(trial.id())
                .with(trial.agent())
                .with(trial.askedAt())
                .with(trial.askedBy())
                .with(trial.until())
                .with(trial.monitor())
                .with(trial.secrets().map(Sealed::bytes).orElse(null))
                .with(trial.secrets().map(Sealed::key).orElse(null))
                .run(database);
    }

    /** Those that nobody has answered yet, and for which somebody waits. */
    public List<Trial> open(Instant now) {
        return new Ask(
                        "read what is to be tried",
                        SELECT + "t.until_at > ? AND t.answered_at IS NULL ORDER BY t.asked_at")
                .with(now)
                .list(database, Trials::read);
    }

    public Optional<Trial> find(UUID id) {
        return new Ask("read a trial", SELECT + "t.id = ?").with(id).first(database, Trials::read);
    }

    /** Its agent was told. */
    public void handed(UUID id, Instant now) {
        new Ask(
                        "note that a trial was handed out",
                        "UPDATE uptime_trial SET handed_at = ? WHERE id = ? AND handed_at IS NULL")
                .with(now)
                .with(id)
                .run(database);
    }

    /**
     * The first answer stands; what was asked goes.
     *
     * @return false: this agent was not asked that
     */
    public boolean answer(UUID id, UUID agent, String outcome, Instant now) {
        return new Ask("keep the outcome of a trial", """
                UPDATE uptime_trial SET outcome = coalesce(outcome, ?::jsonb), answered_at = coalesce(answered_at, ?),
                    monitor = NULL, sealed = NULL, key_id = NULL WHERE id = ? AND agent = ?""")
                        .with(outcome)
                        .with(now)
                        .with(id)
                        .with(agent)
                        .run(database)
                == 1;
    }

    private static Trial read(ResultSet row) throws SQLException {
        var key = row.getString("key_id");
        return new Trial(
                row.getObject("id", UUID.class),
                row.getObject("agent", UUID.class),
                row.getString("hostname"),
                row.getString("datacenter"),
                Ask.moment(row, "asked_at"),
                row.getString("asked_by"),
                Ask.moment(row, "until_at"),
                row.getString("monitor"),
                key == null ? Optional.empty() : Optional.of(new Sealed(key, row.getBytes("sealed"))),
                Ask.moment(row, "handed_at"),
                row.getString("outcome"));
    }
}
