package io.pulsefleet.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others may send of a PostgreSQL server (PG-08), and what it becomes. */
class PostgresMessageTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"sessions": []}                                        | postgresql.activity
            {"type": "activity", "data": {"sessions": []}}          | postgresql.activity
            {"kind": "pg_stat_activity", "sessions": []}            | postgresql.activity
            {"statements": [], "count": 0}                          | postgresql.statements
            {"type": "postgres.statements", "payload": {"statements": []}} | postgresql.statements
            {"locks": [], "count": 0, "has_blocking": false}        | postgresql.locks
            {"entries": [], "count": 0, "levels": {}}               | postgresql.log
            {"type": "logs", "entries": []}                         | postgresql.log
            {"cpu_percent": 3.5, "memory_percent": 40}              | host
            {"type": "system_metrics", "metrics": {"cpu_percent": 3.5}} | host
            """)
    void isToldApartByItsTypeOrItsShape(String message, String kind) throws Exception {
        assertThat(of(message).kind().map(known -> known.kind()).orElse("host")).isEqualTo(kind);
    }

    @Test
    void becomesADocumentAsOurOwnAgentWritesIt() throws Exception {
        var message = of("""
                {"project_id": "shop", "type": "activity", "timestamp": "2026-11-21 10:15:00.5+00", "database": "orders",
                 "sessions": [{"pid": 7, "usename": "ann", "backend_start": "2026-11-21 10:00:00+00", "query_id": "-12",
                               "application_name": "web:r-1", "correlation_id": "r-1", "unheard_of": [1]}],
                 "with_correlation": 1}""");

        assertThat(message.project()).isEqualTo("shop");
        assertThat(message.target()).isEqualTo("orders");
        assertThat(message.at()).contains(Instant.parse("2026-11-21T10:15:00.500Z"));
        assertThat(message.body()).isEqualTo(JSON.readTree("""
                {"sessions": [{"pid": 7, "usename": "ann", "application_name": "web:r-1",
                               "backend_start": "2026-11-21T10:00:00Z", "query_id": -12, "blocked_by": [],
                               "correlation_id": "r-1"}],
                 "count": 1, "with_correlation": 1}"""));
    }

    @Test
    void noLocksAreTold() throws Exception {
        assertThat(of("{\"locks\": []}").body())
                .isEqualTo(JSON.readTree("{\"locks\": [], \"count\": 0, \"has_blocking\": false}"));
    }

    @Test
    void itsProjectMayStandElsewhere() throws Exception {
        assertThat(PostgresMessage.of(JSON.readTree("{\"locks\": []}"), Optional.of("p-1"))
                        .project())
                .isEqualTo("p-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"locks": []}                                            | project_id
            {"project_id": "p"}                                      | type
            {"project_id": "p", "type": "weather"}                   | type
            {"project_id": "p", "kind": "activity"}                  | sessions
            {"project_id": "p", "sessions": {}}                      | sessions
            {"project_id": "p", "sessions": [{}]}                    | sessions[0].pid
            {"project_id": "p", "sessions": [{"pid": "seven"}]}      | sessions[0].pid
            {"project_id": "p", "sessions": [{"pid": 1, "query_start": "soon"}]} | sessions[0].query_start
            {"project_id": "p", "locks": [], "timestamp": "soon"}    | timestamp
            {"project_id": "p", "locks": [], "timestamp": "9999-01-01T00:00:00Z"} | timestamp
            {"project_id": "p", "entries": [null]}                   | entries
            7                                                        | ``
            """)
    void namesWhatIsMissingOrWrong(String message, String field) throws Exception {
        var refused = catchThrowableOfType(
                UnfitException.class, () -> PostgresMessage.of(JSON.readTree(message), Optional.empty()));

        assertThat(refused.field()).isEqualTo(field);
    }

    private static PostgresMessage of(String message) throws IOException {
        return PostgresMessage.of(JSON.readTree(message), Optional.of("elsewhere"));
    }
}
