package io.pulsefleet.store.command;

import static io.pulsefleet.store.command.Statement.moment;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.targets.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Commands, from the one who asks to what came of them.
 *
 * <p>(1) A command is stored before it is sent. (2) It is taken for sending by one hub, once; a second time only where it is
 * idempotent and its agent says that it does not have it. (3) The first end stands. (4) With its end its secrets go.
 */
@ApplicationScoped
public class Commands {

    private static final String SELECT =
            "SELECT c.*, a.hostname FROM commands c LEFT JOIN agents a ON a.id = c.agent WHERE ";

    private static final String FORGET = "sealed = NULL, key_id = NULL";

    private Database database;

    public Commands() {}

    @Inject
    public Commands(Database database) {
        this.database = database;
    }

    /**
     * @param most that may wait or be under way at its agent
     * @return false: there are so many already
     */
    public boolean ask(Command command, int most) {
        return new Statement("ask a command", """
                INSERT INTO commands (id, agent, command, parameters, sealed, key_id, asked_by, asked_from, asked_at, deadline,
                    idempotent, state)
                SELECT ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, 'queued'
                WHERE (SELECT count(*) FROM commands WHERE agent = ? AND ended_at IS NULL) < ?""")
                        .with(command.id())
                        .with(command.agent())
                        .with(command.command())
                        .with(command.parameters())
                        .with(command.secrets().map(Sealed::bytes).orElse(null))
                        .with(command.secrets().map(Sealed::key).orElse(null))
                        .with(command.askedBy())
                        .with(command.askedFrom())
                        .with(command.askedAt())
                        .with(command.deadline())
                        .with(command.idempotent())
                        .with(command.agent())
                        .with(most)
                        .run(database)
                == 1;
    }

    public Optional<Command> find(UUID id) {
        return new Statement("read a command", SELECT + "c.id = ?")
                .with(id).list(database, Commands::read).stream().findFirst();
    }

    /** Of an agent, the newest first. */
    public List<Command> newest(UUID agent, int most) {
        return new Statement("read commands", SELECT + "c.agent = ? ORDER BY c.asked_at DESC, c.id LIMIT ?")
                .with(agent)
                .with(most)
                .list(database, Commands::read);
    }

    /** Those that wait or are under way at an agent, the oldest first. */
    public List<Command> open(UUID agent) {
        return new Statement(
                        "read open commands", SELECT + "c.agent = ? AND c.ended_at IS NULL ORDER BY c.asked_at, c.id")
                .with(agent)
                .list(database, Commands::read);
    }

    /**
     * Takes those that may be sent to an agent now: they count as sent, whatever becomes of the connection.
     *
     * @param mostAtOnce that are under way there
     */
    public List<Command> take(UUID agent, int mostAtOnce, Instant now) {
        return new Statement("take commands for sending", """
                WITH next AS (
                    SELECT id FROM commands WHERE agent = ? AND state = 'queued' AND ended_at IS NULL AND deadline > ?
                    ORDER BY asked_at, id
                    LIMIT greatest(0, ? - (SELECT count(*) FROM commands WHERE agent = ? AND state IN ('sent', 'running')
                        AND ended_at IS NULL))
                    FOR UPDATE SKIP LOCKED)
                UPDATE commands c SET state = 'sent', sent_at = ?, times_sent = times_sent + 1 FROM next
                WHERE c.id = next.id RETURNING c.*, NULL AS hostname""")
                .with(agent)
                .with(now)
                .with(mostAtOnce)
                .with(agent)
                .with(now)
                .list(database, Commands::read);
    }

    /**
     * An agent says what it has; what else was sent to it never came, or is no more.
     *
     * @return those that are lost for that
     */
    public List<UUID> has(UUID agent, Collection<UUID> has, Instant now) {
        new Statement("queue commands again", """
                UPDATE commands SET state = 'queued', done = NULL, progress = NULL WHERE agent = ? AND ended_at IS NULL
                    AND state IN ('sent', 'running') AND idempotent AND cancel_asked_at IS NULL AND deadline > ?
                    AND NOT id = ANY (?)""")
                .with(agent)
                .with(now)
                .with(has)
                .run(database);
        return new Statement("give commands up", """
                UPDATE commands SET state = 'lost', ended_at = ?, sealed = NULL, key_id = NULL,
                    error = 'the connection was lost as it was sent, and the agent does not know it'
                WHERE agent = ? AND ended_at IS NULL AND state IN ('sent', 'running') AND NOT id = ANY (?) RETURNING id""")
                .with(now)
                .with(agent)
                .with(has)
                .list(database, row -> row.getObject("id", UUID.class));
    }

    /** @param done null: nobody knows */
    public void progress(UUID id, UUID agent, Double done, String text) {
        new Statement(
                        "note the progress of a command",
                        "UPDATE commands SET state = 'running', done = ?, progress = ? WHERE id = ? AND agent = ?"
                                + " AND ended_at IS NULL")
                .with(done)
                .with(text)
                .with(id)
                .with(agent)
                .run(database);
    }

    /**
     * @param outcome JSON, or null
     * @return false: it had ended before, or this agent was not asked that
     */
    public boolean end(UUID id, UUID agent, State state, String outcome, String error, Instant now) {
        return new Statement(
                                "keep the outcome of a command",
                                "UPDATE commands SET state = ?, outcome = ?::jsonb, error = ?, ended_at = ?, " + FORGET
                                        + " WHERE id = ? AND agent = ? AND ended_at IS NULL AND state <> 'queued'")
                        .with(state.word())
                        .with(outcome)
                        .with(error)
                        .with(now)
                        .with(id)
                        .with(agent)
                        .run(database)
                == 1;
    }

    /** One that waits is cancelled now; of one that was sent it is noted, and its agent is to be told. */
    public void cancel(UUID id, String error, Instant now) {
        new Statement(
                        "cancel a command",
                        "UPDATE commands SET cancel_asked_at = coalesce(cancel_asked_at, ?),"
                                + " state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,"
                                + " error = CASE state WHEN 'queued' THEN ? ELSE error END,"
                                + " ended_at = CASE state WHEN 'queued' THEN ?::timestamptz END,"
                                + " sealed = CASE state WHEN 'queued' THEN NULL ELSE sealed END,"
                                + " key_id = CASE state WHEN 'queued' THEN NULL ELSE key_id END"
                                + " WHERE id = ? AND ended_at IS NULL")
                .with(now)
                .with(error)
                .with(now)
                .with(id)
                .run(database);
    }

    /**
     * Nobody came for them in time, or their agent has been away for too long.
     *
     * @param longestAbsence after which one that was sent is given up
     */
    public List<Command> expire(Instant now, Duration longestAbsence) {
        return new Statement("end commands whose time is over", """
                UPDATE commands c SET ended_at = ?, sealed = NULL, key_id = NULL,
                    state = CASE state WHEN 'queued' THEN 'expired' ELSE 'lost' END,
                    error = CASE state WHEN 'queued' THEN 'its agent did not come for it in time'
                        ELSE 'its agent has not come back with an outcome' END
                WHERE ended_at IS NULL AND (state = 'queued' AND deadline <= ? OR deadline <= ?)
                RETURNING c.*, NULL AS hostname""")
                .with(now)
                .with(now)
                .with(now.minus(longestAbsence))
                .list(database, Commands::read);
    }

    /** Agents for which something waits. */
    public List<UUID> wanted() {
        return new Statement(
                        "look for commands",
                        "SELECT DISTINCT agent FROM commands WHERE ended_at IS NULL AND state = 'queued'")
                .list(database, row -> row.getObject("agent", UUID.class));
    }

    /** @param id of the command that is to be cancelled at an agent */
    public record ToCancel(UUID id, UUID agent) {}

    public List<ToCancel> toCancel() {
        return new Statement(
                        "look for cancelled commands",
                        "SELECT id, agent FROM commands WHERE ended_at IS NULL AND cancel_asked_at IS NOT NULL")
                .list(
                        database,
                        row -> new ToCancel(row.getObject("id", UUID.class), row.getObject("agent", UUID.class)));
    }

    /** Those of them that have ended. */
    public List<UUID> over(Collection<UUID> ids) {
        return new Statement(
                        "look for ended commands",
                        "SELECT id FROM commands WHERE id = ANY (?) AND ended_at IS NOT NULL")
                .with(ids)
                .list(database, row -> row.getObject("id", UUID.class));
    }

    public int forget(Instant endedBefore) {
        return new Statement("forget commands", "DELETE FROM commands WHERE ended_at < ?")
                .with(endedBefore)
                .run(database);
    }

    private static Command read(ResultSet row) throws SQLException {
        var key = row.getString("key_id");
        return new Command(
                row.getObject("id", UUID.class),
                row.getObject("agent", UUID.class),
                row.getString("hostname"),
                row.getString("command"),
                row.getString("parameters"),
                key == null ? Optional.empty() : Optional.of(new Sealed(key, row.getBytes("sealed"))),
                row.getString("asked_by"),
                row.getString("asked_from"),
                moment(row, "asked_at"),
                moment(row, "deadline"),
                row.getBoolean("idempotent"),
                State.of(row.getString("state")),
                moment(row, "sent_at"),
                row.getInt("times_sent"),
                row.getObject("done", Double.class),
                row.getString("progress"),
                moment(row, "cancel_asked_at"),
                moment(row, "ended_at"),
                row.getString("outcome"),
                row.getString("error"));
    }
}
