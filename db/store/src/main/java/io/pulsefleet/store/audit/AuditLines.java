package io.pulsefleet.store.audit;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the chain: some of it for people, or all of it to see whether it is whole. */
@ApplicationScoped
public class AuditLines {

    private static final int AT_ONCE = 1_000;
    private static final String COLUMNS = "number, at, who, kind, from_address, action, object, outcome, detail,"
            + " encode(previous, 'hex'), encode(hash, 'hex')";

    private Database database;

    public AuditLines() {}

    @Inject
    public AuditLines(Database database) {
        this.database = database;
    }

    /** Somebody who is shown one row after the other. */
    public interface Reader {
        void see(AuditRow row) throws IOException;
    }

    /** Somebody who waits for the end. */
    public interface Progress {

        /** @param of so many there are, about */
        void at(long rows, long of) throws IOException;
    }

    /**
     * The newest first.
     *
     * @param before only rows of smaller numbers
     */
    public List<AuditRow> page(AuditFilter filter, long before, int limit) {
        var rows = new ArrayList<AuditRow>();
        try (var connection = database.ownConnection()) {
            Chain.inTransaction(connection, () -> {
                try (var query = ask(connection, filter, before, " LIMIT " + limit);
                        var found = query.executeQuery()) {
                    while (found.next()) {
                        rows.add(row(found));
                    }
                }
                return rows;
            });
            return rows;
        } catch (SQLException refused) {
            throw new StoreException("read the audit log", refused);
        }
    }

    /** Whether the oldest row is older. */
    public boolean isAnyBefore(Instant moment) {
        try (var connection = database.ownConnection();
                var query = connection.prepareStatement("SELECT at < ? FROM audit ORDER BY number LIMIT 1")) {
            query.setObject(1, OffsetDateTime.ofInstant(moment, ZoneOffset.UTC));
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException refused) {
            throw new StoreException("look how old the audit log is", refused);
        }
    }

    /** All of them, the newest first, as of one moment. */
    public void each(AuditFilter filter, Reader reader) throws IOException {
        try (var connection = database.ownConnection()) {
            connection.setAutoCommit(false); // else all of them would be fetched at once
            try (var query = ask(connection, filter, Long.MAX_VALUE, "")) {
                query.setFetchSize(AT_ONCE);
                try (var found = query.executeQuery()) {
                    while (found.next()) {
                        reader.see(row(found));
                    }
                }
            } finally {
                end(connection);
            }
        } catch (SQLException refused) {
            throw new StoreException("read the audit log", refused);
        }
    }

    /** Whether the chain is whole, as of now. */
    public Verdict verify(Optional<Link> noted, long progressEvery, Progress progress) throws IOException {
        try (var connection = database.ownConnection()) {
            connection.setAutoCommit(false);
            try (var begin = connection.createStatement()) {
                begin.execute(
                        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"); // ends and rows of one moment
                return verify(connection, noted, progressEvery, progress);
            } finally {
                end(connection);
            }
        } catch (SQLException refused) {
            throw new StoreException("verify the audit log", refused);
        }
    }

    private static Verdict verify(Connection connection, Optional<Link> noted, long progressEvery, Progress progress)
            throws SQLException, IOException {
        var ends = Chain.ends(connection);
        var all = ends.head().number() - ends.removed().number();
        var verifier = new Verifier(ends.removed(), ends.head(), noted);
        try (var query = connection.prepareStatement("SELECT " + COLUMNS + " FROM audit ORDER BY number")) {
            query.setFetchSize(AT_ONCE);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var wrong = verifier.see(row(rows));
                    if (wrong.isPresent()) {
                        return wrong.get();
                    }
                    if (verifier.rows() % progressEvery == 0) {
                        progress.at(verifier.rows(), all);
                    }
                }
            }
        }
        return verifier.end();
    }

    private static void end(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static PreparedStatement ask(Connection connection, AuditFilter filter, long before, String limit)
            throws SQLException {
        var where = new StringBuilder(" WHERE number < ?");
        var values = new ArrayList<Object>(List.of(before));
        moment(where, values, "at >= ?", filter.from());
        moment(where, values, "at < ?", filter.to());
        text(where, values, "who = ?", filter.who());
        text(where, values, "kind = ?", filter.kind());
        text(where, values, "from_address = ?", filter.address());
        beginning(where, values, "action", filter.action());
        beginning(where, values, "object", filter.object());
        text(where, values, "outcome = ?", filter.outcome());
        if (isGiven(filter.text())) {
            where.append(" AND (who || ' ' || object || ' ' || detail) ILIKE ?");
            values.add('%' + literal(filter.text()) + '%');
        }
        var query = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM audit" + where + " ORDER BY number DESC" + limit);
        for (int i = 0; i < values.size(); i++) {
            query.setObject(i + 1, values.get(i));
        }
        return query;
    }

    private static void moment(StringBuilder where, List<Object> values, String sql, Instant moment) {
        if (moment != null) {
            where.append(" AND ").append(sql);
            values.add(OffsetDateTime.ofInstant(moment, ZoneOffset.UTC));
        }
    }

    private static void text(StringBuilder where, List<Object> values, String sql, String text) {
        if (isGiven(text)) {
            where.append(" AND ").append(sql);
            values.add(PlainText.of(text));
        }
    }

    private static void beginning(StringBuilder where, List<Object> values, String column, String text) {
        if (isGiven(text) && text.endsWith("*")) {
            where.append(" AND ").append(column).append(" LIKE ?");
            values.add(literal(text.substring(0, text.length() - 1)) + '%');
        } else {
            text(where, values, column + " = ?", text);
        }
    }

    private static String literal(String text) {
        return PlainText.of(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static boolean isGiven(String text) {
        return text != null && !text.isEmpty();
    }

    static AuditRow row(ResultSet row) throws SQLException {
        return new AuditRow(
                new Link(row.getLong(1), row.getString(11)),
                new Entry(
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9)),
                row.getString(10));
    }
}
