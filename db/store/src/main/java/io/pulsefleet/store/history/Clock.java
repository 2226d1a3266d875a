package io.pulsefleet.store.history;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The database's clock, by which hours are over: of several hubs each has its own, and they differ. */
@ApplicationScoped
public class Clock {

    private Database database;

    public Clock() {}

    @Inject
    public Clock(Database database) {
        this.database = database;
    }

    public Instant now() {
        try (var connection = database.ownConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException refused) {
            throw new StoreException("look at the clock", refused);
        }
    }
}
