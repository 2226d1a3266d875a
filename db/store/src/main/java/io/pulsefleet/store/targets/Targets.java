package io.pulsefleet.store.targets;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The databases that agents are to watch because the hub says so. Each change is a transaction of its own. */
@ApplicationScoped
public class Targets {

    private static final String UNIQUE_VIOLATION = "23505";

    private Database database;

    public Targets() {}

    @Inject
    public Targets(Database database) {
        this.database = database;
    }

    /** One that was removed. */
    public record Removed(UUID agent, String name, Instant at) {}

    /** By name. */
    public List<Target> all() {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        "SELECT * FROM database_target WHERE removed_at IS NULL ORDER BY name, id");
                var rows = select.executeQuery()) {
            var all = new ArrayList<Target>();
            while (rows.next()) {
                all.add(read(rows));
            }
            return all;
        } catch (SQLException refused) {
            throw new StoreException("read the databases that are to be watched", refused);
        }
    }

    /** Another text whenever {@link #all} may be another list. */
    public String state() {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT count(*) || ' ' || coalesce(sum(revision), 0) || ' '"
                        + " || coalesce(sum(told_revision), 0) || ' ' || coalesce(max(told_at)::text, '')"
                        + " FROM database_target WHERE removed_at IS NULL");
                var row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        } catch (SQLException refused) {
            throw new StoreException("look whether other databases are to be watched", refused);
        }
    }

    /** Those that nobody is to watch any more, of the time since then. */
    public List<Removed> removedSince(Instant since) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        "SELECT agent, name, removed_at FROM database_target WHERE removed_at >= ?")) {
            select.setObject(1, at(since));
            var removed = new ArrayList<Removed>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    removed.add(new Removed(
                            rows.getObject("agent", UUID.class), rows.getString("name"), moment(rows, "removed_at")));
                }
            }
            return removed;
        } catch (SQLException refused) {
            throw new StoreException("read which databases were removed", refused);
        }
    }

    /** @return false: its agent has one of that name already */
    public boolean add(Target target) {
        return write("""
                INSERT INTO database_target (agent, name, type, host, port, database_name, user_name, ssl_mode, password, key_id,
                    statistics, queries, log_files, changed_at, changed_by, id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", target, true) == Written.DONE;
    }

    /** How a change ended. */
    public enum Written {
        DONE,
        /** Its agent has one of that name already. */
        CLASH,
        /** It is not there, or was changed meanwhile. */
        GONE
    }

    /** @param target with the revision from which the change began */
    public Written change(Target target) {
        return write("""
                UPDATE database_target SET agent = ?, name = ?, type = ?, host = ?, port = ?, database_name = ?, user_name = ?,
                    ssl_mode = ?, password = ?, key_id = ?, statistics = ?, queries = ?, log_files = ?, changed_at = ?,
                    changed_by = ?, revision = nextval('database_target_revision')
                WHERE id = ? AND revision = ? AND removed_at IS NULL""", target, false);
    }

    private Written write(String sql, Target target, boolean isNew) {
        try (var connection = database.connection();
                var write = connection.prepareStatement(sql)) {
            write.setObject(1, target.agent());
            write.setString(2, target.name());
            set(write, 3, target.where());
            set(write, 9, target.password());
            write.setBoolean(11, target.statistics());
            write.setBoolean(12, target.queries());
            write.setString(13, target.logFiles());
            write.setObject(14, at(target.changedAt()));
            write.setString(15, target.changedBy());
            write.setObject(16, target.id());
            if (!isNew) {
                write.setLong(17, target.revision());
            }
            return write.executeUpdate() == 1 ? Written.DONE : Written.GONE;
        } catch (SQLException refused) {
            if (UNIQUE_VIOLATION.equals(refused.getSQLState())) {
                return Written.CLASH;
            }
            throw new StoreException("keep a database that is to be watched", refused);
        }
    }

    static void set(PreparedStatement statement, int from, Where where) throws SQLException {
        statement.setString(from, where.type());
        statement.setString(from + 1, where.host());
        statement.setInt(from + 2, where.port());
        statement.setString(from + 3, where.database());
        statement.setString(from + 4, where.user());
        statement.setString(from + 5, where.sslMode());
    }

    static void set(PreparedStatement statement, int from, Optional<Sealed> password) throws SQLException {
        if (password.isPresent()) {
            statement.setBytes(from, password.get().bytes());
            statement.setString(from + 1, password.get().key());
        } else {
            statement.setNull(from, Types.BINARY);
            statement.setNull(from + 1, Types.VARCHAR);
        }
    }

    /**
     * Its password goes at once; that it was there is remembered until then.
     *
     * @param forgetBefore what was removed before that goes
     * @return false: there is none
     */
    public boolean remove(UUID id, Instant now, String by, Instant forgetBefore) {
        try (var connection = database.connection();
                var forget = connection.prepareStatement("DELETE FROM database_target WHERE removed_at < ?");
                var remove = connection.prepareStatement("UPDATE database_target SET removed_at = ?, changed_by = ?,"
                        + " password = NULL, key_id = NULL WHERE id = ? AND removed_at IS NULL")) {
            forget.setObject(1, at(forgetBefore));
            forget.executeUpdate();
            remove.setObject(1, at(now));
            remove.setString(2, by);
            remove.setObject(3, id);
            return remove.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("remove a database that was to be watched", refused);
        }
    }

    /** Notes what an agent made of some of those that are for it; of others nothing is noted. */
    public void told(UUID agent, Collection<ToldOf> all) {
        try (var connection = database.connection();
                var update = connection.prepareStatement("UPDATE database_target SET told_revision = ?, told_state = ?,"
                        + " told_detail = ?, told_at = ? WHERE id = ? AND agent = ? AND removed_at IS NULL")) {
            for (var one : all) {
                update.setLong(1, one.told().revision());
                update.setString(2, one.told().state());
                update.setString(3, one.told().detail());
                update.setObject(4, at(one.told().at()));
                update.setObject(5, one.id());
                update.setObject(6, agent);
                update.addBatch();
            }
            update.executeBatch();
        } catch (SQLException refused) {
            throw new StoreException("note what an agent makes of its databases", refused);
        }
    }

    /** What was told of which. */
    public record ToldOf(UUID id, Target.Told told) {}

    private static Target read(ResultSet row) throws SQLException {
        return new Target(
                row.getObject("id", UUID.class),
                row.getObject("agent", UUID.class),
                row.getString("name"),
                where(row),
                password(row),
                row.getBoolean("statistics"),
                row.getBoolean("queries"),
                row.getString("log_files"),
                row.getLong("revision"),
                moment(row, "changed_at"),
                row.getString("changed_by"),
                told(row));
    }

    static Where where(ResultSet row) throws SQLException {
        return new Where(
                row.getString("type"),
                row.getString("host"),
                row.getInt("port"),
                row.getString("database_name"),
                row.getString("user_name"),
                row.getString("ssl_mode"));
    }

    static Optional<Sealed> password(ResultSet row) throws SQLException {
        var key = row.getString("key_id");
        return key == null ? Optional.empty() : Optional.of(new Sealed(key, row.getBytes("password")));
    }

    private static Optional<Target.Told> told(ResultSet row) throws SQLException {
        var state = row.getString("told_state");
        return state == null
                ? Optional.empty()
                : Optional.of(new Target.Told(
                        row.getLong("told_revision"), state, row.getString("told_detail"), moment(row, "told_at")));
    }

    static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    static Instant moment(ResultSet row, String column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
