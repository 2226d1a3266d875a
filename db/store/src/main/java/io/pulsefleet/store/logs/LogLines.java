package io.pulsefleet.store.logs;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

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

    /** Adds the line to rows that {@link #writeRows} takes. */
    public static void add(Rows rows, NewLine line) {
        rows.row(7)
                .later()
                .moment(line.at())
                .number(line.agent())
                .text(line.source())
                .text(line.severity())
                .text(line.text())
                .jsonb(line.attributes());
    }

    /** Writes them in the caller's transaction. */
    public void writeRows(Instant receivedAt, Collection<Rows> lines) {
        database.copy("log_line (received_at, at, agent, source, severity, text, attributes)", receivedAt, lines);
    }

    /** Writes them in the caller's transaction. */
    public void write(Instant receivedAt, Collection<NewLine> lines) {
        var rows = new Rows();
        lines.forEach(line -> add(rows, line));
        writeRows(receivedAt, List.of(rows));
    }
}
