package io.pulsefleet.store.trust;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The join tokens. Only hashes of their secret halves are kept. */
@ApplicationScoped
public class Invitations {

    private static final String SELECT =
            "SELECT id, name, hash, uses, uses_left, agent_group, created_at, created_by, expires_at, removed_at,"
                    + " array(SELECT key FROM jsonb_each_text(coalesce(tags, '{}')) ORDER BY key),"
                    + " array(SELECT value FROM jsonb_each_text(coalesce(tags, '{}')) ORDER BY key),"
                    + " array(SELECT agent FROM certificate WHERE join_token = join_token.id ORDER BY issued_at)"
                    + " FROM join_token";

    private Database database;

    public Invitations() {}

    @Inject
    public Invitations(Database database) {
        this.database = database;
    }

    public void add(Invitation made) {
        try (var connection = database.connection();
                var insert = connection.prepareStatement("INSERT INTO join_token (id, name, hash, uses, uses_left,"
                        + " agent_group, tags, created_at, created_by, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, jsonb_object(?, ?), ?, ?, ?)")) {
            insert.setObject(1, made.id());
            insert.setString(2, made.name());
            insert.setBytes(3, made.hash());
            insert.setInt(4, made.uses());
            insert.setInt(5, made.usesLeft());
            insert.setString(6, made.group());
            insert.setArray(7, PlainText.array(connection, made.tags().keySet()));
            insert.setArray(8, PlainText.array(connection, made.tags().values()));
            insert.setObject(9, made.createdAt().atOffset(ZoneOffset.UTC));
            insert.setString(10, made.createdBy());
            insert.setObject(11, made.expiresAt().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("keep a join token", refused);
        }
    }

    /** Those that were not removed, the newest first. */
    public List<Invitation> all() {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        SELECT + " WHERE removed_at IS NULL ORDER BY created_at DESC, id LIMIT 1000");
                var rows = select.executeQuery()) {
            var all = new ArrayList<Invitation>();
            while (rows.next()) {
                all.add(read(rows));
            }
            return all;
        } catch (SQLException refused) {
            throw new StoreException("read the join tokens", refused);
        }
    }

    /** Also one that was removed. */
    public Optional<Invitation> find(UUID id) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(SELECT + " WHERE id = ?")) {
            select.setObject(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(read(rows)) : Optional.empty();
            }
        } catch (SQLException refused) {
            throw new StoreException("read a join token", refused);
        }
    }

    /**
     * Takes one use, in the caller's transaction: of two at once that want the last, one waits for the other and gets none.
     *
     * @return false: it is removed, expired or used up
     */
    public boolean use(UUID id, Instant now) {
        return change(
                "use a join token",
                "UPDATE join_token SET uses_left = uses_left - 1"
                        + " WHERE id = ? AND uses_left > 0 AND removed_at IS NULL AND expires_at > ?",
                id,
                now);
    }

    /** @return false: there is none, or it was removed before */
    public boolean remove(UUID id, Instant now) {
        return change(
                "remove a join token",
                "UPDATE join_token SET removed_at = statement_timestamp()"
                        + " WHERE id = ? AND removed_at IS NULL AND created_at <= ?",
                id,
                now);
    }

    private boolean change(String doing, String sql, UUID id, Instant now) {
        try (var connection = database.connection();
                var update = connection.prepareStatement(sql)) {
            update.setObject(1, id);
            update.setObject(2, now.atOffset(ZoneOffset.UTC));
            return update.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException(doing, refused);
        }
    }

    private static Invitation read(ResultSet row) throws SQLException {
        return new Invitation(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getBytes(3),
                row.getInt(4),
                row.getInt(5),
                row.getString(6),
                tags(row),
                moment(row, 7),
                row.getString(8),
                moment(row, 9),
                moment(row, 10),
                List.of((UUID[]) row.getArray(13).getArray()));
    }

    private static Map<String, String> tags(ResultSet row) throws SQLException {
        var names = (String[]) row.getArray(11).getArray();
        var values = (String[]) row.getArray(12).getArray();
        var tags = new TreeMap<String, String>();
        for (int i = 0; i < names.length; i++) {
            tags.put(names[i], values[i]);
        }
        return tags;
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
