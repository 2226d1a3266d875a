package io.pulsefleet.store.metrics;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The metric sets, and which agent uses which. */
@ApplicationScoped
public class MetricSets {

    private static final String SELECT =
            "SELECT id, encode(hash, 'hex'), collector, target, positions::text FROM metric_set ";

    private Database database;

    public MetricSets() {}

    @Inject
    public MetricSets(Database database) {
        this.database = database;
    }

    /** Those of them that are kept. */
    public List<StoredSet> find(Collection<String> hashes) {
        if (hashes.isEmpty()) {
            return List.of();
        }
        try (var connection = database.connection();
                var select = connection.prepareStatement(SELECT + "WHERE hash = ANY (?)")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "bytea",
                            hashes.stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new)));
            return read(select);
        } catch (SQLException refused) {
            throw new StoreException("find metric sets", refused);
        }
    }

    /** All that the agent has ever used. */
    public List<StoredSet> of(int agent) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        SELECT + "JOIN agent_sets ON agent_sets.set = metric_set.id WHERE agent = ? ORDER BY id")) {
            select.setInt(1, agent);
            return read(select);
        } catch (SQLException refused) {
            throw new StoreException("find an agent's metric sets", refused);
        }
    }

    /** By their ids. */
    public List<StoredSet> get(Collection<Integer> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        try (var connection = database.connection();
                var select = connection.prepareStatement(SELECT + "WHERE id = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("int4", ids.toArray()));
            return read(select);
        } catch (SQLException refused) {
            throw new StoreException("read metric sets", refused);
        }
    }

    /** Keeps them in the caller's transaction; those that are kept already stay. Callers give them in the order of their hashes. */
    public void add(Collection<StoredSet> sets) {
        try (var connection = database.connection();
                var insert = connection.prepareStatement("INSERT INTO metric_set (hash, collector, target, positions)"
                        + " VALUES (?, ?, ?, ?::jsonb) ON CONFLICT (hash) DO NOTHING")) {
            for (var set : sets) {
                insert.setBytes(1, HexFormat.of().parseHex(set.hash()));
                insert.setString(2, set.collector());
                insert.setString(3, set.target());
                insert.setString(4, set.positions());
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException refused) {
            throw new StoreException("keep metric sets", refused);
        }
    }

    /** Notes, in the caller's transaction, that the agent uses these. Returns those of them that were noted before. */
    public Set<Integer> use(int agent, Set<Integer> sets) {
        try (var connection = database.connection();
                var insert = connection.prepareStatement(
                        "INSERT INTO agent_sets (agent, set) SELECT ?, unnest(?) ORDER BY 2" // two never wait crosswise
                                + " ON CONFLICT DO NOTHING RETURNING set")) {
            insert.setInt(1, agent);
            insert.setArray(2, connection.createArrayOf("int4", sets.toArray()));
            var before = new HashSet<>(sets);
            try (var added = insert.executeQuery()) {
                while (added.next()) {
                    before.remove(added.getInt(1));
                }
            }
            return before;
        } catch (SQLException refused) {
            throw new StoreException("note an agent's metric sets", refused);
        }
    }

    private static List<StoredSet> read(PreparedStatement select) throws SQLException {
        var sets = new ArrayList<StoredSet>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                sets.add(read(rows));
            }
        }
        return sets;
    }

    private static StoredSet read(ResultSet row) throws SQLException {
        return new StoredSet(row.getInt(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
    }
}
