package io.pulsefleet.store.documents;

import io.pulsefleet.store.Copy;
import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;

/** The documents of all agents. */
@ApplicationScoped
public class Documents {

    private Database database;

    public Documents() {}

    @Inject
    public Documents(Database database) {
        this.database = database;
    }

    /** @param body JSON, kept as it is */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record NewDocument(Instant at, int agent, String kind, String target, byte[] body) {}

    /** Writes them in the caller's transaction. */
    public void write(Instant receivedAt, Collection<NewDocument> documents) {
        var rows = new Copy("COPY document (received_at, at, agent, kind, target, body) FROM STDIN (FORMAT binary)");
        for (var document : documents) {
            rows.row(6)
                    .moment(receivedAt)
                    .moment(document.at())
                    .number(document.agent())
                    .text(document.kind())
                    .text(document.target())
                    .bytes(document.body());
        }
        try (var connection = database.connection()) {
            rows.into(connection);
        } catch (SQLException refused) {
            throw new StoreException("write documents", refused);
        }
    }
}
