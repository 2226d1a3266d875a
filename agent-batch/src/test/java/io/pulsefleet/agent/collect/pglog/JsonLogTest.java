package io.pulsefleet.agent.collect.pglog;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.tail.Ending;
import io.pulsefleet.wire.postgres.LogEntries.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** PG-03 */
class JsonLogTest {

    private static final String LINE =
            "{\"timestamp\":\"2026-11-21 10:00:00.123 UTC\",\"user\":\"alice\",\"dbname\":\"shop\","
                    + "\"pid\":17,\"remote_host\":\"10.0.0.1\",\"remote_port\":5432,\"session_id\":\"6741f5a0.11\",\"line_num\":3,"
                    + "\"error_severity\":\"ERROR\",\"state_code\":\"57014\",\"message\":\"canceling statement due to user request\","
                    + "\"detail\":\"d\",\"hint\":\"h\",\"context\":\"c\",\"statement\":\"SELECT\\n1\",\"application_name\":\"checkout:4711\","
                    + "\"backend_type\":\"client backend\",\"query_id\":-42,\"new\":{\"in\":[1]}}\n";

    @Test
    void aLineIsAnEntry() {
        assertThat(ReadLog.json().only(LINE))
                .isEqualTo(new Entry(
                        Instant.parse("2026-11-21T10:00:00.123Z"),
                        "ERROR",
                        "canceling statement due to user request",
                        17,
                        "alice",
                        "shop",
                        "10.0.0.1",
                        "checkout:4711",
                        "client backend",
                        "57014",
                        "d",
                        "h",
                        "c",
                        "SELECT\n1",
                        -42L,
                        "statement_cancelled_by_user",
                        null,
                        "4711"));
    }

    @Test
    void whatIsHalfWrittenWaits() {
        assertThat(ReadLog.json().read(LINE + LINE.substring(0, 100), Ending.SETTLED))
                .isEqualTo(LINE.length());
    }

    @Test
    void aLineThatIsBrokenIsOneTroubleAndTheNextIsRead() {
        var log = ReadLog.json();

        log.read("{\"timestamp\": \n{}\n[1]\n" + LINE, Ending.OPEN);

        assertThat(log.broken).hasSize(3);
        assertThat(log.entries).hasSize(1);
    }

    @Test
    void textThatIsNoUtf8IsReplaced() {
        var log = ReadLog.json();

        log.read(LINE.replace("alice", "K\u00f6ln").getBytes(StandardCharsets.ISO_8859_1), Ending.OPEN);

        assertThat(log.entries.get(0).userName()).isEqualTo("K\uFFFDln");
        assertThat(log.broken).isEmpty();
    }
}
