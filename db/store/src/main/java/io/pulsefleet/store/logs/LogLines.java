package io.pulsefleet.store.logs;

import io.pulsefleet.store.Copy;
import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;

/** The lines of all agents' logs. */
@ApplicationScoped
public class LogLines {

    private Database database;

    public LogLines() {}

    @Inject
    public LogLines(Database database) {
        this.database = database;
    }

    /** @param attributes a JSON object */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    public record NewLine(Instant at, int agent, String source, String severity, String text, byte[] attributes) {}

    /** Writes them in the caller's transaction. */
    public void write(Instant receivedAt, Collection<NewLine> lines) {
        var rows = new Copy(
                "COPY log_line (received_at, at, agent, source, severity, text, attributes) FROM STDIN (FORMAT binary)");
        for (var line : lines) {
            rows.row(7)
                    .moment(receivedAt)
                    .moment(line.at())
                    .number(line.agent())
                    .text(line.source())
                    .text(line.severity())
                    .text(line.text())
                    .jsonb(line.attributes());
        }
        try (var connection = database.connection()) {
            rows.into(connection);
        } catch (SQLException refused) {
            throw new StoreException("write log lines", refused);
        }
    }
}
