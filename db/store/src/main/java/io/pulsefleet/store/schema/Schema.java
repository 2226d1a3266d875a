package io.pulsefleet.store.schema;

import io.pulsefleet.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables as this version of the program needs them. */
@ApplicationScoped
public class Schema {

    private static final String MIGRATIONS = "classpath:db/migration";

    private Database database;

    public Schema() {}

    @Inject
    public Schema(Database database) {
        this.database = database;
    }

    /**
     * Brings the database up to what this version needs; two that try at once take turns. A database that a newer
     * version has brought further is left as it is.
     *
     * @throws FlywayException when it cannot be reached or a migration fails
     */
    public void migrate() {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database.source())
                // Liberty's class loader lists a folder only by a file that is in it: flyway.location (in db/callback
                // too)
                .locations(MIGRATIONS)
                .failOnMissingLocations(true)
                .load()
                .migrate();
    }
}
