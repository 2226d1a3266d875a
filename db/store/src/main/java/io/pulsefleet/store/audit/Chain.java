package io.pulsefleet.store.audit;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The end of the chain where rows are added, and the one where they are removed.
 *
 * <p>(1) Whoever adds or removes holds the row of {@code audit_chain} until the commit: so there is one end, however many
 * hubs there are. (2) A number is given in the transaction that writes its row: so there are no gaps.
 */
@ApplicationScoped
public class Chain {

    private static final String LOCK =
            "SELECT head_number, encode(head_hash, 'hex'), removed_number, encode(removed_hash, 'hex') FROM audit_chain"
                    + " FOR UPDATE";

    private Database database;

    public Chain() {}

    @Inject
    public Chain(Database database) {
        this.database = database;
    }

    /** @param removed the last that retention has removed */
    record Ends(Link head, Link removed) {}

    /** @param rows so many went, up to this number */
    public record Removed(long number, long rows) {}

    /** The newest row. */
    public Link head() {
        try (var connection = database.ownConnection()) {
            return ends(connection, LOCK.replace(" FOR UPDATE", "")).head();
        } catch (SQLException refused) {
            throw new StoreException("read the head of the audit log", refused);
        }
    }

    static Ends ends(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return new Ends(new Link(row.getLong(1), row.getString(2)), new Link(row.getLong(3), row.getString(4)));
        }
    }

    static Ends ends(Connection connection) throws SQLException {
        return ends(connection, LOCK.replace(" FOR UPDATE", ""));
    }

    /** Many at once, in a transaction of their own. It may be tried again: see {@link Writing}. */
    public Writing begin(List<Entry> entries, Collection<UUID> begun) {
        return new Writing(entries, begun);
    }

    /**
     * Entries on their way. When a connection breaks while it commits nobody knows whether it has; the next try looks.
     */
    public final class Writing {

        private final List<Entry> entries;
        private final Collection<UUID> begun;
        private Link tried = Link.BEFORE_ALL;

        private Writing(List<Entry> entries, Collection<UUID> begun) {
            this.entries = List.copyOf(entries);
            this.begun = List.copyOf(begun);
        }

        /** @throws StoreException they are not written, as far as is known */
        public void write() {
            try (var connection = database.ownConnection()) {
                inTransaction(connection, () -> {
                    var head = ends(connection, LOCK).head();
                    if (tried.number() == 0 || !isThere(connection, tried)) {
                        tried = append(connection, head, entries);
                        Begun.end(connection, begun);
                    }
                    return head;
                });
            } catch (SQLException refused) {
                throw new StoreException("write the audit log", refused);
            }
        }
    }

    private static boolean isThere(Connection connection, Link link) throws SQLException {
        try (var query =
                connection.prepareStatement("SELECT FROM audit WHERE number = ? AND hash = decode(?, 'hex')")) {
            query.setLong(1, link.number());
            query.setString(2, link.hash());
            try (var row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /** In the caller's transaction: it is there if and only if what else is done in that is. To be called at its end. */
    public void appendWithin(List<Entry> entries) {
        try (var connection = database.connection()) {
            append(connection, ends(connection, LOCK).head(), entries);
        } catch (SQLException refused) {
            throw new StoreException("write the audit log", refused);
        }
    }

    private static Link append(Connection connection, Link head, List<Entry> entries) throws SQLException {
        var last = head;
        try (var insert = connection.prepareStatement(
                "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, decode(?, 'hex'), decode(?, 'hex'))")) {
            for (var entry : entries) {
                var row = AuditRow.after(last, entry);
                last = row.link();
                insert.setLong(1, last.number());
                insert.setObject(2, OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC));
                insert.setString(3, entry.who());
                insert.setString(4, entry.kind());
                insert.setString(5, entry.from());
                insert.setString(6, entry.action());
                insert.setString(7, entry.object());
                insert.setString(8, entry.outcome());
                insert.setString(9, entry.detail());
                insert.setString(10, row.previous());
                insert.setString(11, last.hash());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (var update =
                connection.prepareStatement("UPDATE audit_chain SET head_number = ?, head_hash = decode(?, 'hex')")) {
            update.setLong(1, last.number());
            update.setString(2, last.hash());
            update.executeUpdate();
        }
        return last;
    }

    /**
     * Removes rows from the old end. That it was done is a row itself.
     *
     * @param before what is older goes
     * @param most so many at once
     * @param deed who did it; action and object are given
     * @return empty: nothing is that old
     */
    public Optional<Removed> remove(Instant before, long most, Function<Removed, Entry> deed) {
        try (var connection = database.ownConnection()) {
            return inTransaction(connection, () -> {
                var ends = ends(connection, LOCK);
                var cut = Math.min(
                        olderThan(connection, before, ends), ends.removed().number() + most);
                if (cut <= ends.removed().number()) {
                    return Optional.empty();
                }
                var removed = new Removed(cut, cut - ends.removed().number());
                removeUpTo(connection, cut);
                append(connection, ends.head(), List.of(signed(deed.apply(removed), cut)));
                return Optional.of(removed);
            });
        } catch (SQLException refused) {
            throw new StoreException("remove old rows of the audit log", refused);
        }
    }

    /** So the rest can be told from one that was cut off. */
    private static Entry signed(Entry deed, long cut) {
        return new Entry(
                deed.at(),
                deed.who(),
                deed.kind(),
                deed.from(),
                Verifier.REMOVAL,
                Verifier.objectOf(cut),
                "done",
                deed.detail());
    }

    /** The last of those at the old end that are all older. */
    private static long olderThan(Connection connection, Instant before, Ends ends) throws SQLException {
        try (var query = connection.prepareStatement("SELECT min(number) - 1 FROM audit WHERE at >= ?")) {
            query.setObject(1, OffsetDateTime.ofInstant(before, ZoneOffset.UTC));
            try (var row = query.executeQuery()) {
                row.next();
                var last = row.getLong(1);
                return row.wasNull() ? ends.head().number() : last;
            }
        }
    }

    private static void removeUpTo(Connection connection, long cut) throws SQLException {
        try (var mark = connection.prepareStatement(
                        "UPDATE audit_chain SET removed_number = number, removed_hash = hash FROM audit WHERE number = ?");
                var delete = connection.prepareStatement("DELETE FROM audit WHERE number <= ?")) {
            mark.setLong(1, cut);
            mark.executeUpdate();
            delete.setLong(1, cut);
            delete.executeUpdate();
        }
    }

    interface Work<T> {
        T run() throws SQLException;
    }

    static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            try (var statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"); // the lock comes before the look
            }
            var result = work.run();
            connection.commit();
            return result;
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
