package io.pulsefleet.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where connections come from. Within a transaction all of them, and JPA's, are one. */
@ApplicationScoped
public class Database {

    private static final int LONGEST_SECONDS = 3;

    @Resource(lookup = "jdbc/pulse")
    private DataSource source;

    public Database() {}

    /** For one that no container manages. */
    public Database(DataSource source) {
        this.source = source;
    }

    public DataSource source() {
        return source;
    }

    public Connection connection() throws SQLException {
        return source.getConnection();
    }

    /** Whether it is there, as of now. */
    public boolean answers() {
        try (var connection = connection()) {
            return connection.isValid(LONGEST_SECONDS);
        } catch (SQLException away) {
            return false;
        }
    }
}
