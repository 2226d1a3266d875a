package io.pulsefleet.store.batch;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.targets.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Which Liberty servers were added. Each change is a transaction of its own. */
@ApplicationScoped
public class BatchServers {

    private static final String ADD = """
            INSERT INTO batch_server (url, user_name, password, key_id, ca, fingerprint, host_group, changed_at, changed_by, name)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";
    private static final String CHANGE = """
            UPDATE batch_server SET url = ?, user_name = ?, password = ?, key_id = ?, ca = ?, fingerprint = ?, host_group = ?,
                changed_at = ?, changed_by = ?, revision = nextval('batch_server_revision')
            WHERE name = ? AND revision = ?""";

    private Database database;

    public BatchServers() {}

    @Inject
    public BatchServers(Database database) {
        this.database = database;
    }

    /** By name. */
    public List<BatchServer> all() {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT * FROM batch_server ORDER BY name");
                var rows = select.executeQuery()) {
            var all = new ArrayList<BatchServer>();
            while (rows.next()) {
                all.add(read(rows));
            }
            return all;
        } catch (SQLException refused) {
            throw new StoreException("read which batch servers there are", refused);
        }
    }

    /** @return false: there is one of that name */
    public boolean add(BatchServer server) {
        try (var connection = database.connection();
                var insert = connection.prepareStatement(ADD)) {
            set(insert, server);
            return insert.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("add a batch server", refused);
        }
    }

    /**
     * @param server with the revision from which the change began
     * @return false: it is not there, or was changed meanwhile
     */
    public boolean change(BatchServer server) {
        try (var connection = database.connection();
                var update = connection.prepareStatement(CHANGE)) {
            set(update, server);
            update.setLong(11, server.revision());
            return update.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("change a batch server", refused);
        }
    }

    /** Its password goes with it. @return false: there is none */
    public boolean remove(String name) {
        try (var connection = database.connection();
                var delete = connection.prepareStatement("DELETE FROM batch_server WHERE name = ?")) {
            delete.setString(1, name);
            return delete.executeUpdate() == 1;
        } catch (SQLException refused) {
            throw new StoreException("remove a batch server", refused);
        }
    }

    private static void set(PreparedStatement statement, BatchServer server) throws SQLException {
        statement.setString(1, server.url());
        statement.setString(2, server.user());
        statement.setBytes(3, server.password().bytes());
        statement.setString(4, server.password().key());
        statement.setString(5, server.ca());
        statement.setString(6, server.fingerprint());
        statement.setString(7, server.group());
        statement.setObject(8, server.changedAt().atOffset(ZoneOffset.UTC));
        statement.setString(9, server.changedBy());
        statement.setString(10, server.name());
    }

    private static BatchServer read(ResultSet row) throws SQLException {
        return new BatchServer(
                row.getString("name"),
                row.getString("url"),
                row.getString("user_name"),
                new Sealed(row.getString("key_id"), row.getBytes("password")),
                row.getString("ca"),
                row.getString("fingerprint"),
                row.getString("host_group"),
                row.getLong("revision"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("changed_by"));
    }
}
