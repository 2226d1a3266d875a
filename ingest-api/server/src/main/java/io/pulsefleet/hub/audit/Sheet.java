package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.audit.AuditBook.DeedView;
import io.pulsefleet.wire.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What deeds are written on, one after the other. Of one that breaks off the last line says so. */
abstract sealed class Sheet {

    private static final String BREAKS_OFF = "!!! The export breaks off: the database is away.";

    private final OutputStream out;

    private Sheet(OutputStream out) {
        this.out = new BufferedOutputStream(out, 32 << 10);
    }

    abstract void deed(DeedView deed) throws IOException;

    abstract void breakOff() throws IOException;

    void end() throws IOException {
        out.flush();
    }

    final void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** A line of JSON each. */
    static final class Jsonl extends Sheet {

        Jsonl(OutputStream out) {
            super(out);
        }

        @Override
        void deed(DeedView deed) throws IOException {
            write(Json.bytes(deed));
            write(new byte[] {'\n'});
        }

        @Override
        void breakOff() throws IOException {
            write((BREAKS_OFF + '\n').getBytes(StandardCharsets.UTF_8)); // no JSON, so that nobody takes it for all
            end();
        }
    }

    /** A table (RFC 4180). */
    static final class Table extends Sheet {

        Table(OutputStream out) throws IOException {
            super(out);
            write(Csv.row(
                    "number",
                    "at",
                    "who",
                    "kind",
                    "from",
                    "action",
                    "object",
                    "outcome",
                    "detail",
                    "previous",
                    "hash"));
        }

        @Override
        void deed(DeedView deed) throws IOException {
            write(Csv.row(
                    Long.toString(deed.number()),
                    deed.at().toString(),
                    deed.who(),
                    deed.kind(),
                    deed.from(),
                    deed.action(),
                    deed.object(),
                    deed.outcome(),
                    deed.detail(),
                    deed.previous(),
                    deed.hash()));
        }

        @Override
        void breakOff() throws IOException {
            write(Csv.row(BREAKS_OFF));
            end();
        }
    }
}
