package io.pulsefleet.store.trust;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The certificates that hosts were given.
 *
 * <pre>
 * issued --used--> in use --its successor is used--> superseded
 *      \-----------/ \---- revoked
 * </pre>
 */
@ApplicationScoped
public class Certificates {

    private static final String SELECT =
            "SELECT serial, agent, der, public_key_hash, join_token, issued_at, not_after, first_used_at, superseded_at,"
                    + " revoked_at, revoked_by, reason FROM certificate";

    private Database database;

    public Certificates() {}

    @Inject
    public Certificates(Database database) {
        this.database = database;
    }

    /**
     * Who shows a certificate.
     *
     * @param number of the agent; 0: there is none any more
     */
    public record Holder(Issued certificate, int number) {}

    public void add(Issued issued) {
        try (var connection = database.connection();
                var insert = connection.prepareStatement("INSERT INTO certificate (serial, agent, der, public_key_hash,"
                        + " join_token, issued_at, not_after) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, issued.serial());
            insert.setObject(2, issued.agent());
            insert.setBytes(3, issued.der());
            insert.setBytes(4, issued.publicKeyHash());
            insert.setObject(5, issued.joinToken());
            insert.setObject(6, issued.issuedAt().atOffset(ZoneOffset.UTC));
            insert.setObject(7, issued.notAfter().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("keep a certificate", refused);
        }
    }

    public Optional<Holder> holder(String serial) {
        return ask(
                        SELECT.replace(" FROM", ", coalesce(number, 0) FROM")
                                        .replace("SELECT serial, agent,", "SELECT serial, certificate.agent,")
                                + " LEFT JOIN agents ON agents.id = certificate.agent WHERE serial = ?",
                        select -> select.setString(1, serial),
                        row -> new Holder(read(row), row.getInt(13)))
                .stream()
                .findFirst();
    }

    /** Of one agent, the newest first. */
    public List<Issued> of(UUID agent) {
        return ask(
                SELECT + " WHERE agent = ? ORDER BY issued_at DESC, serial LIMIT 100",
                select -> select.setObject(1, agent),
                Certificates::read);
    }

    /** What was given for this key and this token, where the answer was lost; one that was revoked since is not among it. */
    public Optional<Issued> given(UUID joinToken, byte[] publicKeyHash) {
        return ask(
                        SELECT + " WHERE join_token = ? AND public_key_hash = ? AND revoked_at IS NULL",
                        select -> {
                            select.setObject(1, joinToken);
                            select.setBytes(2, publicKeyHash);
                        },
                        Certificates::read)
                .stream()
                .findFirst();
    }

    /** It is used for the first time: those before it are superseded from now on. */
    public void used(Issued certificate, Instant now) {
        change(
                "note the first use of a certificate",
                "UPDATE certificate SET"
                        + " first_used_at = CASE WHEN serial = ? THEN coalesce(first_used_at, ?) ELSE first_used_at END,"
                        + " superseded_at = CASE WHEN serial = ? THEN superseded_at ELSE coalesce(superseded_at, ?) END"
                        + " WHERE agent = ? AND issued_at <= ?",
                update -> {
                    update.setString(1, certificate.serial());
                    update.setObject(2, now.atOffset(ZoneOffset.UTC));
                    update.setString(3, certificate.serial());
                    update.setObject(4, now.atOffset(ZoneOffset.UTC));
                    update.setObject(5, certificate.agent());
                    update.setObject(6, certificate.issuedAt().atOffset(ZoneOffset.UTC));
                });
    }

    /** @return how many of the agent's were good until now */
    public int revoke(UUID agent, Instant now, String by, String reason) {
        return change(
                "revoke certificates",
                "UPDATE certificate SET revoked_at = ?, revoked_by = ?, reason = ? WHERE agent = ? AND revoked_at IS NULL",
                update -> {
                    update.setObject(1, now.atOffset(ZoneOffset.UTC));
                    update.setString(2, by);
                    update.setString(3, reason);
                    update.setObject(4, agent);
                });
    }

    /** Notes that the agent's rights were taken away. */
    public void disowned(UUID agent, Instant at) {
        change("note a revocation", "UPDATE agents SET disowned_at = ? WHERE id = ?", update -> {
            update.setObject(1, at.atOffset(ZoneOffset.UTC));
            update.setObject(2, agent);
        });
    }

    /** Whether that was after this moment. */
    public boolean wasDisownedSince(UUID agent, Instant moment) {
        return !ask(
                        "SELECT 1 FROM agents WHERE id = ? AND disowned_at >= ?",
                        select -> {
                            select.setObject(1, agent);
                            select.setObject(2, moment.atOffset(ZoneOffset.UTC));
                        },
                        row -> true)
                .isEmpty();
    }

    /** Notes that two bear the same one. */
    public void doubleUse(UUID agent, Instant at) {
        change("note a certificate's double use", "UPDATE agents SET double_use_at = ? WHERE id = ?", update -> {
            update.setObject(1, at.atOffset(ZoneOffset.UTC));
            update.setObject(2, agent);
        });
    }

    /** It joins anew, with a key that only one has. */
    public void singleUse(UUID agent) {
        change(
                "forget a certificate's double use",
                "UPDATE agents SET double_use_at = NULL WHERE id = ?",
                update -> update.setObject(1, agent));
    }

    /** When two bore the same one last; empty: never since it joined. */
    public Optional<Instant> doubleUseOf(UUID agent) {
        return ask(
                        "SELECT double_use_at FROM agents WHERE id = ? AND double_use_at IS NOT NULL",
                        select -> select.setObject(1, agent),
                        row -> moment(row, 1))
                .stream()
                .findFirst();
    }

    private interface Filling {
        void fill(PreparedStatement statement) throws SQLException;
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> ask(String sql, Filling filling, Reading<T> reading) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(sql)) {
            filling.fill(select);
            try (var rows = select.executeQuery()) {
                var all = new ArrayList<T>();
                while (rows.next()) {
                    all.add(reading.read(rows));
                }
                return all;
            }
        } catch (SQLException refused) {
            throw new StoreException("read certificates", refused);
        }
    }

    private int change(String doing, String sql, Filling filling) {
        try (var connection = database.connection();
                var update = connection.prepareStatement(sql)) {
            filling.fill(update);
            return update.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException(doing, refused);
        }
    }

    private static Issued read(ResultSet row) throws SQLException {
        return new Issued(
                row.getString(1),
                row.getObject(2, UUID.class),
                row.getBytes(3),
                row.getBytes(4),
                row.getObject(5, UUID.class),
                moment(row, 6),
                moment(row, 7),
                moment(row, 8),
                moment(row, 9),
                moment(row, 10),
                row.getString(11),
                row.getString(12));
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
