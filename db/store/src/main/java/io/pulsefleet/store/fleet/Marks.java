package io.pulsefleet.store.fleet;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What an admin says of agents: the group that each is in, and its tags. */
@ApplicationScoped
public class Marks {

    private Database database;

    public Marks() {}

    @Inject
    public Marks(Database database) {
        this.database = database;
    }

    /** Of one agent. */
    public record Mark(String group, Map<String, String> tags) {

        public Mark {
            tags = Map.copyOf(tags);
        }
    }

    /**
     * @param group null: stays
     * @param tags in the place of all that it has; null: they stay
     * @return false: there is no such agent
     */
    public boolean set(UUID agent, String group, Map<String, String> tags) {
        try (var connection = database.connection();
                var update = connection.prepareStatement("UPDATE agents SET agent_group = coalesce(?, agent_group),"
                        + " tags = coalesce(jsonb_object(?::text[], ?::text[]), tags) WHERE id = ?")) {
            update.setString(1, group);
            update.setArray(2, tags == null ? null : PlainText.array(connection, tags.keySet()));
            update.setArray(3, tags == null ? null : PlainText.array(connection, tags.values()));
            update.setObject(4, agent);
            return update.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("mark an agent", refused);
        }
    }

    /**
     * Only where it is still marked so.
     *
     * @param group null: stays
     * @param tags in the place of all that it has; null: they stay
     * @return false: it is marked otherwise by now, or gone
     */
    public boolean change(UUID agent, Mark seen, String group, Map<String, String> tags) {
        try (var connection = database.connection();
                var update = connection.prepareStatement("UPDATE agents SET agent_group = coalesce(?, agent_group),"
                        + " tags = coalesce(jsonb_object(?::text[], ?::text[]), tags) WHERE id = ?"
                        + " AND agent_group = ? AND tags = jsonb_object(?::text[], ?::text[])")) {
            update.setString(1, group);
            update.setArray(2, tags == null ? null : PlainText.array(connection, tags.keySet()));
            update.setArray(3, tags == null ? null : PlainText.array(connection, tags.values()));
            update.setObject(4, agent);
            update.setString(5, seen.group());
            update.setArray(6, PlainText.array(connection, seen.tags().keySet()));
            update.setArray(7, PlainText.array(connection, seen.tags().values()));
            return update.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("mark an agent", refused);
        }
    }

    /** By the agents' numbers. */
    public Map<Integer, Mark> of(Collection<Integer> agents) {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT number, agent_group, name, value FROM agents"
                        + " LEFT JOIN LATERAL jsonb_each_text(tags) AS tag (name, value) ON true"
                        + " WHERE number = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("int4", agents.toArray()));
            var groups = new HashMap<Integer, String>();
            var tags = new HashMap<Integer, Map<String, String>>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    groups.put(rows.getInt(1), rows.getString(2));
                    var its = tags.computeIfAbsent(rows.getInt(1), none -> new TreeMap<>());
                    if (rows.getString(3) != null) {
                        its.put(rows.getString(3), rows.getString(4));
                    }
                }
            }
            var marks = new HashMap<Integer, Mark>();
            groups.forEach((agent, group) -> marks.put(agent, new Mark(group, tags.get(agent))));
            return marks;
        } catch (SQLException refused) {
            throw new StoreException("read agents' groups and tags", refused);
        }
    }

    /**
     * The numbers of those who are in one of the groups and bear all of the tags.
     *
     * @param groups none: whichever
     */
    public Set<Integer> agents(Collection<String> groups, Map<String, String> tags) {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT number FROM agents WHERE tags @> jsonb_object(?, ?)"
                        + " AND (? OR agent_group = ANY (?))")) {
            select.setArray(1, PlainText.array(connection, tags.keySet()));
            select.setArray(2, PlainText.array(connection, tags.values()));
            select.setBoolean(3, groups.isEmpty());
            select.setArray(4, PlainText.array(connection, groups));
            var numbers = new HashSet<Integer>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
            }
            return numbers;
        } catch (SQLException refused) {
            throw new StoreException("find agents by group and tags", refused);
        }
    }
}
