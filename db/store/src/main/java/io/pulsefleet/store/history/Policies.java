package io.pulsefleet.store.history;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/** The retention policies, and which agents they are for. */
@ApplicationScoped
public class Policies {

    private Database database;

    public Policies() {}

    @Inject
    public Policies(Database database) {
        this.database = database;
    }

    /** Those that hold for all first. */
    public List<Policy> all() {
        try (var connection = database.ownConnection()) {
            return all(connection);
        } catch (SQLException refused) {
            throw new StoreException("read the retention policies", refused);
        }
    }

    private static List<Policy> all(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT agent_group, kind, keep_days FROM retention")) {
            var policies = new ArrayList<Policy>();
            while (rows.next()) {
                var kind = Kind.of(rows.getString(2)).orElse(null);
                if (kind != null) { // a newer version's
                    policies.add(new Policy(rows.getString(1), kind, rows.getInt(3)));
                }
            }
            policies.sort((one, other) -> one.group().equals(other.group())
                    ? one.kind().compareTo(other.kind())
                    : one.group().equals(Policy.ALL)
                            ? -1
                            : other.group().equals(Policy.ALL) ? 1 : one.group().compareTo(other.group()));
            return policies;
        }
    }

    /** Puts these in the place of all others. The ones for all groups must be among them. */
    public void replace(List<Policy> policies) {
        replace(policies, any -> {});
    }

    /** @param still is given those that hold, while nobody else can change them; where it throws, they stay */
    public void replace(List<Policy> policies, Consumer<List<Policy>> still) {
        try (var connection = database.ownConnection()) {
            replace(Own.begin(connection), policies, still);
        } catch (SQLException refused) {
            throw new StoreException("keep the retention policies", refused);
        }
    }

    private static void replace(Connection connection, List<Policy> policies, Consumer<List<Policy>> still)
            throws SQLException {
        try (var delete = connection.createStatement();
                var insert = connection.prepareStatement("INSERT INTO retention VALUES (?, ?, ?)")) {
            delete.execute("LOCK TABLE retention IN EXCLUSIVE MODE");
            still.accept(all(connection));
            delete.execute("DELETE FROM retention");
            for (var policy : policies) {
                insert.setString(1, policy.group());
                insert.setString(2, policy.kind().toString());
                insert.setInt(3, policy.days());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } finally {
            Own.end(connection);
        }
    }

    /** How many agents are in each group. */
    public Map<String, Integer> groups() {
        try (var connection = database.ownConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT agent_group, count(*) FROM agents GROUP BY 1")) {
            var groups = new TreeMap<String, Integer>();
            while (rows.next()) {
                groups.put(rows.getString(1), rows.getInt(2));
            }
            return groups;
        } catch (SQLException refused) {
            throw new StoreException("count the groups of agents", refused);
        }
    }

    /** @return false: there is no such agent */
    public boolean move(UUID agent, String group) {
        try (var connection = database.ownConnection();
                var update = connection.prepareStatement("UPDATE agents SET agent_group = ? WHERE id = ?")) {
            update.setString(1, group);
            update.setObject(2, agent);
            return update.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("put an agent into a group", refused);
        }
    }

    /** Whose roll-ups of minutes, or of ten of them, are kept for longer than their visits. */
    record Outliving(Set<Integer> minutes, Set<Integer> tenMinutes) {}

    /** While visits are there, they are read instead, and finer roll-ups than of an hour would only take room. */
    Outliving outliving() {
        var rules = new Rules(all());
        try (var connection = database.ownConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT number, agent_group FROM agents")) {
            var minutes = new HashSet<Integer>();
            var tenMinutes = new HashSet<Integer>();
            while (rows.next()) {
                var agent = rows.getInt(1);
                var group = rows.getString(2);
                var visits = rules.days(group, Kind.RAW);
                if (rules.days(group, Kind.MINUTE) > visits) {
                    minutes.add(agent);
                }
                if (rules.days(group, Kind.TEN_MINUTES) > visits) {
                    tenMinutes.add(agent);
                }
            }
            return new Outliving(minutes, tenMinutes);
        } catch (SQLException refused) {
            throw new StoreException("look whose roll-ups outlive their visits", refused);
        }
    }
}
