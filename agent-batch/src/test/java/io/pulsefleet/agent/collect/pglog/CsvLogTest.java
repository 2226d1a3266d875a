package io.pulsefleet.agent.collect.pglog;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.tail.Ending;
import io.pulsefleet.wire.postgres.LogEntries.Entry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** PG-03 */
class CsvLogTest {

    private static final String OLD =
            "2026-11-21 10:00:00.123 UTC,\"alice\",\"shop\",17,\"10.0.0.1:5432\",6741f5a0.11,3,"
                    + "\"INSERT\",2026-11-21 09:00:00 UTC,3/17,0,ERROR,23505,"
                    + "\"duplicate key value violates unique constraint \"\"orders_pkey\"\"\","
                    + "\"Key (id)=(1) already exists.\",,,,,\"INSERT INTO orders\nVALUES (1, 'a,b')\",,,\"checkout:4711\"";

    @Test
    void everyVersionsColumnsAreRead() {
        for (var line :
                new String[] {OLD, OLD + ",\"client backend\"", OLD + ",\"client backend\",,-42", OLD + ",\"x\",,7,new"
                }) {
            var entry = ReadLog.csv().only(line + "\n");

            assertThat(entry)
                    .isEqualTo(new Entry(
                            Instant.parse("2026-11-21T10:00:00.123Z"),
                            "ERROR",
                            "duplicate key value violates unique constraint \"orders_pkey\"",
                            17,
                            "alice",
                            "shop",
                            "10.0.0.1",
                            "checkout:4711",
                            line.contains("client") ? "client backend" : line.endsWith("new") ? "x" : null,
                            "23505",
                            "Key (id)=(1) already exists.",
                            null,
                            null,
                            "INSERT INTO orders\nVALUES (1, 'a,b')",
                            line.endsWith("-42") ? Long.valueOf(-42) : line.endsWith("new") ? Long.valueOf(7) : null,
                            "unique_violation",
                            null,
                            "4711"));
        }
    }

    @Test
    void whatIsHalfWrittenWaitsWhereverItEnds() {
        var whole = OLD + ",\"client backend\",,-42\n";
        for (int length = 0; length < whole.length(); length++) {
            assertThat(ReadLog.csv().read(whole.substring(0, length), Ending.SETTLED))
                    .as(whole.substring(0, length))
                    .isZero();
        }
        assertThat(ReadLog.csv().read(whole + OLD, Ending.OPEN)).isEqualTo(whole.length());
    }

    @Test
    void aLineThatIsBrokenIsOneTroubleAndTheNextIsRead() {
        var log = ReadLog.csv();

        log.read("no csv\n" + OLD + ",\"broken off\n" + OLD + "\n" + OLD + "\n", Ending.OPEN);

        assertThat(log.broken).hasSize(2).first().isEqualTo("is no line of csvlog: no csv\n");
        assertThat(log.entries).hasSize(2);
    }

    @Test
    void anEntryWithoutASessionHasNoNames() {
        var entry = ReadLog.csv()
                .only("2026-11-21 10:00:00.123 UTC,,,17,,6741f5a0.11,3,,2026-11-21 09:00:00 UTC,,0,LOG,00000,"
                        + "\"checkpoint starting: time\",,,,,,,,,\"\",\"checkpointer\",,0\n");

        assertThat(entry)
                .isEqualTo(new Entry(
                        Instant.parse("2026-11-21T10:00:00.123Z"),
                        "LOG",
                        "checkpoint starting: time",
                        17,
                        null,
                        null,
                        null,
                        null,
                        "checkpointer",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "checkpoint",
                        null,
                        null));
    }
}
