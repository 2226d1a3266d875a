package io.pulsefleet.store.documents;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.Rows;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The documents of all agents. Their bodies lie compressed: a tenth of the text, and quicker to write than that. */
@ApplicationScoped
public class Documents {

    /** Each further level costs much and saves little. */
    private static final int LEVEL = 3;

    /** No body that came in was larger. What says that it unpacks to more is broken. */
    private static final int LARGEST = 64 << 20;

    /** A clock that is further ahead than this is not reckoned with: what it dates is not found where it arrived. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private Database database;

    public Documents() {}

    @Inject
    public Documents(Database database) {
        this.database = database;
    }

    /** @param body JSON */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record NewDocument(Instant at, int agent, String kind, String target, byte[] body) {}

    /** @param body JSON, as it came */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record Kept(Instant at, String target, byte[] body) {}

    /** Adds the document to rows that {@link #writeRows} takes. */
    public static void add(Rows rows, NewDocument document) {
        rows.row(7)
                .later()
                .moment(document.at())
                .number(document.agent())
                .text(document.kind())
                .text(document.target())
                .text("zstd")
                .bytes(Zstd.compress(document.body(), LEVEL));
    }

    /** Writes them in the caller's transaction. */
    public void writeRows(Instant receivedAt, Collection<Rows> documents) {
        database.copy("document (received_at, at, agent, kind, target, format, body)", receivedAt, documents);
    }

    /** An agent's documents of a kind from one moment (included) to another (not included), the newest first. */
    public List<Kept> read(int agent, String kind, Instant from, Instant to, int limit) {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT at, target, format, body FROM document"
                        + " WHERE agent = ? AND kind = ? AND at >= ? AND at < ? ORDER BY at DESC, target LIMIT ?")) {
            select.setInt(1, agent);
            select.setString(2, kind);
            select.setObject(3, from.atOffset(ZoneOffset.UTC));
            select.setObject(4, to.atOffset(ZoneOffset.UTC));
            select.setInt(5, limit);
            var kept = new ArrayList<Kept>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    kept.add(kept(rows));
                }
            }
            return kept;
        } catch (SQLException refused) {
            throw new StoreException("read documents", refused);
        }
    }

    /** @param body JSON, as it came */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record Told(int agent, String target, Instant at, byte[] body) {}

    /**
     * Of each of these agents' targets the newest document of a kind that is about this moment, or one before it; not about
     * one before another moment.
     *
     * @param agents as many as targets: what stands at the same place belongs together
     */
    public List<Told> newest(String kind, List<Integer> agents, List<String> targets, Instant at, Instant notBefore) {
        try (var connection = database.connection();
                var select = connection.prepareStatement("""
                        SELECT t.agent, t.target, d.at, d.format, d.body
                        FROM unnest(?::int[], ?::text[]) t (agent, target)
                        CROSS JOIN LATERAL (
                            SELECT at, format, body FROM document
                            WHERE agent = t.agent AND kind = ? AND target = t.target AND at <= ? AND at >= ?
                              AND received_at >= ?
                            ORDER BY at DESC LIMIT 1) d""")) {
            select.setArray(1, connection.createArrayOf("int4", agents.toArray()));
            select.setArray(2, PlainText.array(connection, targets));
            select.setString(3, kind);
            select.setObject(4, at.atOffset(ZoneOffset.UTC));
            select.setObject(5, notBefore.atOffset(ZoneOffset.UTC));
            select.setObject(6, notBefore.minus(AHEAD).atOffset(ZoneOffset.UTC));
            var found = new ArrayList<Told>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Told(
                            rows.getInt(1),
                            rows.getString(2),
                            rows.getObject(3, OffsetDateTime.class).toInstant(),
                            unpack(rows.getString(4), rows.getBytes(5))));
                }
            }
            return found;
        } catch (SQLException refused) {
            throw new StoreException("read the newest documents", refused);
        }
    }

    /** Those of one target up to a moment, and not before another, the newest first. */
    public List<Kept> recent(int agent, String target, String kind, Instant until, Instant notBefore, int limit) {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT at, target, format, body FROM document"
                        + " WHERE agent = ? AND kind = ? AND target = ? AND at <= ? AND at >= ? AND received_at >= ?"
                        + " ORDER BY at DESC LIMIT ?")) {
            select.setInt(1, agent);
            select.setString(2, kind);
            select.setString(3, target);
            select.setObject(4, until.atOffset(ZoneOffset.UTC));
            select.setObject(5, notBefore.atOffset(ZoneOffset.UTC));
            select.setObject(6, notBefore.minus(AHEAD).atOffset(ZoneOffset.UTC));
            select.setInt(7, limit);
            var kept = new ArrayList<Kept>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    kept.add(kept(rows));
                }
            }
            return kept;
        } catch (SQLException refused) {
            throw new StoreException("read a target's documents", refused);
        }
    }

    /**
     * One of many agents' documents.
     *
     * @param receivedAt when it came
     * @param packed its body as it is kept
     */
    @SuppressWarnings("ArrayRecordComponent") // read at once, never compared
    public record Found(int agent, Instant receivedAt, Instant at, String target, String format, byte[] packed) {

        /** JSON, as it came. */
        public byte[] body() {
            return unpack(format, packed);
        }
    }

    /**
     * Documents of a kind from one moment (included) to another (not included), the newest first.
     *
     * @param target empty: of all
     */
    public List<Found> find(
            Collection<Integer> agents, String kind, Optional<String> target, Instant from, Instant to, int limit) {
        try (var connection = database.connection();
                var select =
                        connection.prepareStatement("SELECT agent, received_at, at, target, format, body FROM document"
                                + " WHERE agent = ANY (?) AND kind = ? AND at >= ? AND at < ? AND (? OR target = ?)"
                                + " ORDER BY at DESC, received_at DESC LIMIT ?")) {
            select.setArray(1, connection.createArrayOf("int4", agents.toArray()));
            select.setString(2, kind);
            select.setObject(3, from.atOffset(ZoneOffset.UTC));
            select.setObject(4, to.atOffset(ZoneOffset.UTC));
            select.setBoolean(5, target.isEmpty());
            select.setString(6, target.orElse(""));
            select.setInt(7, limit);
            var found = new ArrayList<Found>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Found(
                            rows.getInt(1),
                            rows.getObject(2, OffsetDateTime.class).toInstant(),
                            rows.getObject(3, OffsetDateTime.class).toInstant(),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getBytes(6)));
                }
            }
            return found;
        } catch (SQLException refused) {
            throw new StoreException("find documents", refused);
        }
    }

    /** Removes these. */
    public void forget(String kind, Collection<Found> found) {
        try (var connection = database.connection();
                var delete = connection.prepareStatement("DELETE FROM document WHERE agent = ? AND kind = ?"
                        + " AND target = ? AND at = ? AND received_at = ? AND body = ?")) {
            for (var one : found) {
                delete.setInt(1, one.agent());
                delete.setString(2, kind);
                delete.setString(3, one.target());
                delete.setObject(4, one.at().atOffset(ZoneOffset.UTC));
                delete.setObject(5, one.receivedAt().atOffset(ZoneOffset.UTC));
                delete.setBytes(6, one.packed());
                delete.executeUpdate();
            }
        } catch (SQLException refused) {
            throw new StoreException("remove documents", refused);
        }
    }

    private static Kept kept(ResultSet row) throws SQLException {
        var at = row.getObject(1, OffsetDateTime.class).toInstant();
        return new Kept(at, row.getString(2), unpack(row.getString(3), row.getBytes(4)));
    }

    private static byte[] unpack(String format, byte[] body) {
        return switch (format) {
            case "json" -> body; // as all were once
            case "zstd" -> {
                var size = Zstd.getFrameContentSize(body);
                if (size < 0 || size > LARGEST) {
                    throw new StoreException("read a document", new ZstdException(size, "its size cannot be: " + size));
                }
                yield Zstd.decompress(body, (int) size);
            }
            default -> throw new IllegalStateException("A document's format is " + format + ".");
        };
    }
}
