package io.pulsefleet.wire.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import io.pulsefleet.wire.postgres.Activity.Session;
import io.pulsefleet.wire.postgres.Locks.Lock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PG-08: what other senders send is read as what ours do. */
class ForeignMessagesTest {

    @Test
    void sessionsBearPostgresqlsOwnNames() throws IOException {
        var told = read("""
                {"sessions":[{"pid":7,"usename":"shop","application_name":"web:r-1","state":"active",
                 "query_start":"2026-11-21T10:15:00Z","correlation_id":"r-1","unheard_of":[1]}],
                 "count":1,"with_correlation":1}""", Activity.class);

        assertThat(told)
                .isEqualTo(Activity.of(List.of(new Session(
                        7,
                        null,
                        "shop",
                        "web:r-1",
                        null,
                        null,
                        null,
                        null,
                        Instant.parse("2026-11-21T10:15:00Z"),
                        null,
                        null,
                        null,
                        "active",
                        null,
                        null,
                        List.of(),
                        "r-1"))));
        assertThat(told.withCorrelation()).isEqualTo(1);
    }

    @Test
    void noLocksAreAMessageToo() throws IOException {
        assertThat(read("{\"locks\":[],\"count\":0,\"has_blocking\":false}", Locks.class))
                .isEqualTo(Locks.of(List.<Lock>of()));
        assertThat(new String(Json.bytes(Locks.of(List.of())), StandardCharsets.UTF_8))
                .isEqualTo("{\"locks\":[],\"count\":0,\"has_blocking\":false}");
    }

    @Test
    void logEntriesAreCountedByTheirLevel() throws IOException {
        var told = read("""
                {"entries":[{"level":"ERROR","message":"one"},{"error_severity":"ERROR","message":"two"},{"message":"three"}]}""", LogEntries.class);

        assertThat(told.count()).isEqualTo(3);
        assertThat(told.levels()).isEqualTo(Map.of("ERROR", 2, "LOG", 1));
    }

    @Test
    void withoutSinceStatementsAreTotals() throws IOException {
        var told = read(
                "{\"statements\":[{\"queryid\":-5,\"query\":\"select $1\",\"calls\":3,\"total_exec_time\":1.5}]}",
                Statements.class);

        assertThat(told.since()).isNull();
        assertThat(told.statements().get(0).queryid()).isEqualTo(-5);
    }

    @Test
    void aMistakeIsToldByItsField() {
        assertThatThrownBy(() -> read("{\"sessions\":[null]}", Activity.class))
                .isInstanceOf(UnreadableException.class)
                .satisfies(refused ->
                        assertThat(((UnreadableException) refused).field()).isEqualTo("sessions"));
        assertThatThrownBy(() -> read("{\"statements\":[{\"calls\":\"many\"}]}", Statements.class))
                .isInstanceOf(UnreadableException.class)
                .satisfies(refused ->
                        assertThat(((UnreadableException) refused).field()).isEqualTo("statements[0].calls"));
    }

    private static <T> T read(String json, Class<T> type) throws IOException {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
    }
}
