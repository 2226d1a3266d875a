package io.pulsefleet.store.targets;

import static io.pulsefleet.store.targets.Targets.at;
import static io.pulsefleet.store.targets.Targets.moment;
import static io.pulsefleet.store.targets.Targets.password;
import static io.pulsefleet.store.targets.Targets.set;
import static io.pulsefleet.store.targets.Targets.where;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Databases that agents are to try. Each change is a transaction of its own. */
@ApplicationScoped
public class Trials {

    private Database database;

    public Trials() {}

    @Inject
    public Trials(Database database) {
        this.database = database;
    }

    /** @param forgetBefore what was asked before that goes */
    public void ask(Trial trial, Instant forgetBefore) {
        try (var connection = database.connection();
                var forget = connection.prepareStatement("DELETE FROM database_test WHERE asked_at < ?");
                var insert = connection.prepareStatement("""
                        INSERT INTO database_test (type, host, port, database_name, user_name, ssl_mode, password, key_id, id,
                            agent, asked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            forget.setObject(1, at(forgetBefore));
            forget.executeUpdate();
            set(insert, 1, trial.where());
            set(insert, 7, trial.password());
            insert.setObject(9, trial.id());
            insert.setObject(10, trial.agent());
            insert.setObject(11, at(trial.askedAt()));
            insert.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("ask for a test of a database", refused);
        }
    }

    /** Those that nobody has answered yet, of the time since then. */
    public List<Trial> openSince(Instant since) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        "SELECT * FROM database_test WHERE asked_at >= ? AND answered_at IS NULL ORDER BY asked_at")) {
            select.setObject(1, at(since));
            var open = new ArrayList<Trial>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    open.add(read(rows));
                }
            }
            return open;
        } catch (SQLException refused) {
            throw new StoreException("read which databases are to be tried", refused);
        }
    }

    public Optional<Trial> find(UUID id) {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT * FROM database_test WHERE id = ?")) {
            select.setObject(1, id);
            try (var row = select.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        } catch (SQLException refused) {
            throw new StoreException("read a test of a database", refused);
        }
    }

    /** Its agent was told. */
    public void handed(UUID id, Instant now) {
        try (var connection = database.connection();
                var update = connection.prepareStatement(
                        "UPDATE database_test SET handed_at = ? WHERE id = ? AND handed_at IS NULL")) {
            update.setObject(1, at(now));
            update.setObject(2, id);
            update.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("note that a test was handed out", refused);
        }
    }

    /**
     * The first answer stands; the password goes.
     *
     * @return false: this agent was not asked that
     */
    public boolean answer(UUID id, UUID agent, String outcome, Instant now) {
        try (var connection = database.connection();
                var update =
                        connection.prepareStatement("UPDATE database_test SET outcome = coalesce(outcome, ?::jsonb),"
                                + " answered_at = coalesce(answered_at, ?), password = NULL, key_id = NULL"
                                + " WHERE id = ? AND agent = ?")) {
            update.setString(1, outcome);
            update.setObject(2, at(now));
            update.setObject(3, id);
            update.setObject(4, agent);
            return update.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("keep the outcome of a test", refused);
        }
    }

    private static Trial read(ResultSet row) throws SQLException {
        return new Trial(
                row.getObject("id", UUID.class),
                row.getObject("agent", UUID.class),
                where(row),
                password(row),
                moment(row, "asked_at"),
                moment(row, "handed_at"),
                moment(row, "answered_at"),
                row.getString("outcome"));
    }
}
