package io.pulsefleet.store.postgres;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** The texts of statements, each once for a server. */
@ApplicationScoped
public class Texts {

    private Database database;

    public Texts() {}

    @Inject
    public Texts(Database database) {
        this.database = database;
    }

    /** Which statement. In their order, so that two writers never wait for each other. */
    public record TextKey(Server server, long queryid) implements Comparable<TextKey> {

        private static final Comparator<TextKey> ORDER =
                Comparator.comparing(TextKey::server).thenComparingLong(TextKey::queryid);

        @Override
        public int compareTo(TextKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param cut whether it was longer than is kept */
    public record Text(String query, boolean cut) {}

    /** Writes them in the caller's transaction: new ones, and that the others are still told. None: does nothing. */
    public void write(Instant now, Map<TextKey, Text> texts) {
        if (texts.isEmpty()) {
            return;
        }
        var ordered = new TreeMap<>(texts);
        try (var connection = database.connection();
                var insert = connection.prepareStatement("""
                        INSERT INTO pg_statement_text AS t (agent, target, queryid, query, cut, seen_at)
                        SELECT *, ? FROM unnest(?::int[], ?::text[], ?::bigint[], ?::text[], ?::boolean[])
                        ON CONFLICT (agent, target, queryid) DO UPDATE
                        SET query = excluded.query, cut = excluded.cut, seen_at = excluded.seen_at""")) {
            var keys = ordered.keySet();
            insert.setObject(1, now.atOffset(ZoneOffset.UTC));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "int4",
                            keys.stream().map(key -> key.server().agent()).toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            keys.stream()
                                    .map(key -> PlainText.of(key.server().target()))
                                    .toArray()));
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "int8", keys.stream().map(TextKey::queryid).toArray()));
            insert.setArray(
                    5,
                    connection.createArrayOf(
                            "text",
                            ordered.values().stream()
                                    .map(text -> PlainText.of(text.query()))
                                    .toArray()));
            insert.setArray(
                    6,
                    connection.createArrayOf(
                            "bool", ordered.values().stream().map(Text::cut).toArray()));
            insert.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("write the texts of statements", refused);
        }
    }
}
