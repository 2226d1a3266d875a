package io.pulsefleet.store.fleet;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What the agents are called, by hostname. A question about one series needs no more of a thousand agents, and often. */
@ApplicationScoped
public class Roster {

    private static final String SELECT = "SELECT number, id, hostname FROM agents";
    private static final String OF_GROUPS = " WHERE agent_group = ANY (?)";
    private static final String IN_ORDER = " ORDER BY hostname, number";

    private Database database;

    public Roster() {}

    @Inject
    public Roster(Database database) {
        this.database = database;
    }

    public List<Named> all() {
        return list(connection -> connection.prepareStatement(SELECT + IN_ORDER));
    }

    /** Those of these groups. */
    public List<Named> of(Collection<String> groups) {
        return list(connection -> {
            var select = connection.prepareStatement(SELECT + OF_GROUPS + IN_ORDER);
            select.setArray(1, PlainText.array(connection, groups));
            return select;
        });
    }

    /** Those whose hostname or id is among these; of one hostname there may be several agents, or none. */
    public List<Named> called(Collection<String> names) {
        return list(connection -> {
            var select =
                    connection.prepareStatement(SELECT + " WHERE hostname = ANY (?) OR id::text = ANY (?)" + IN_ORDER);
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", names.stream().map(PlainText::of).toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            names.stream()
                                    .map(name -> PlainText.of(name).toLowerCase(Locale.ROOT))
                                    .toArray()));
            return select;
        });
    }

    @FunctionalInterface
    private interface Question {
        PreparedStatement on(Connection connection) throws SQLException;
    }

    private List<Named> list(Question question) {
        try (var connection = database.connection();
                var select = question.on(connection);
                var rows = select.executeQuery()) {
            var names = new ArrayList<Named>();
            while (rows.next()) {
                names.add(new Named(rows.getInt(1), rows.getObject(2, UUID.class), rows.getString(3)));
            }
            return names;
        } catch (SQLException refused) {
            throw new StoreException("read what agents are called", refused);
        }
    }
}
