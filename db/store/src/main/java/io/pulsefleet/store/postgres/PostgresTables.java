package io.pulsefleet.store.postgres;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Writes what was gathered, in the caller's transaction. */
@ApplicationScoped
public class PostgresTables {

    private Database database;

    public PostgresTables() {}

    @Inject
    public PostgresTables(Database database) {
        this.database = database;
    }

    /** Their rows; servers and texts are {@link Servers#see} and {@link Texts#write}. None: does nothing. */
    public void writeRows(Instant receivedAt, List<Gathered> all) {
        if (all.isEmpty()) {
            return;
        }
        copy(Samples.INTO, receivedAt, all, Gathered::samples);
        copy(Sessions.INTO, receivedAt, all, Gathered::sessions);
        copy(Statements.INTO, receivedAt, all, Gathered::statements);
        copy(Locks.INTO, receivedAt, all, Gathered::locks);
        copy(LogEntries.INTO, receivedAt, all, Gathered::entries);
    }

    private void copy(String into, Instant receivedAt, List<Gathered> all, Function<Gathered, Rows> rows) {
        database.copy(into, receivedAt, all.stream().map(rows).toList());
    }
}
