package io.pulsefleet.store.metrics;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

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

    /** The ids of all that each of these agents uses or used, in their order; an agent that has none is left out. */
    public Map<Integer, List<Integer>> usedBy(Collection<Integer> agents) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        "SELECT agent, set FROM agent_sets WHERE agent = ANY (?) ORDER BY agent, set")) {
            select.setArray(1, connection.createArrayOf("int4", agents.toArray()));
            var used = new HashMap<Integer, List<Integer>>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    used.computeIfAbsent(rows.getInt(1), none -> new ArrayList<>())
                            .add(rows.getInt(2));
                }
            }
            return used;
        } catch (SQLException refused) {
            throw new StoreException("find agents' metric sets", refused);
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

    /** An agent and a set that it uses. */
    public record Use(int agent, int set) implements Comparable<Use> {

        private static final Comparator<Use> ORDER =
                Comparator.comparingInt(Use::agent).thenComparingInt(Use::set);

        @Override
        public int compareTo(Use other) {
            return ORDER.compare(this, other);
        }
    }

    /** Notes, in the caller's transaction, which agents use which sets. */
    public void use(SortedSet<Use> uses) { // sorted, so that two never wait crosswise
        if (uses.isEmpty()) {
            return;
        }
        try (var connection = database.connection();
                var insert = connection.prepareStatement(
                        "INSERT INTO agent_sets (agent, set)"
                                + " SELECT * FROM unnest(?, ?) AS new (agent, set) ORDER BY agent, set ON CONFLICT DO NOTHING")) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", uses.stream().map(Use::agent).toArray()));
            insert.setArray(
                    2,
                    connection.createArrayOf("int4", uses.stream().map(Use::set).toArray()));
            insert.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("note agents' metric sets", refused);
        }
    }

    /**
     * Which sets an agent uses.
     *
     * @param all their ids
     * @param recent how many of them it began to use of late
     */
    public record Used(Set<Integer> all, int recent) {}

    /** @param late how long ago is of late */
    public Used used(int agent, Duration late) {
        try (var connection = database.connection();
                var select = connection.prepareStatement(
                        "SELECT set, since > now() - ? * interval '1 second'" + " FROM agent_sets WHERE agent = ?")) {
            select.setLong(1, late.toSeconds());
            select.setInt(2, agent);
            var all = new HashSet<Integer>();
            var recent = 0;
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    all.add(rows.getInt(1));
                    recent += rows.getBoolean(2) ? 1 : 0;
                }
            }
            return new Used(all, recent);
        } catch (SQLException refused) {
            throw new StoreException("find which metric sets an agent uses", refused);
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
