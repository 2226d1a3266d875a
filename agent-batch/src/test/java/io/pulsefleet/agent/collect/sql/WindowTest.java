package io.pulsefleet.agent.collect.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** PA-04, PA-05, PA-06, PA-07, PA-12 */
class WindowTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00.123456Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final UUID SERIES = UUID.fromString("0b6e1c1e-6a1a-4a4e-9d3e-0d8f3a2b1c00");

    @Test
    void aWindowStartsWhereTheLastSuccessEnded() {
        var first = Window.next(WindowState.clean(TEN, HOUR), TEN, Optional.empty());
        assertThat(first).isEqualTo(window("2026-11-21T09:00:00.123Z", "2026-11-21T10:00:00.123Z"));

        var state = WindowState.clean(TEN, HOUR).afterSuccess(first);
        assertThat(Window.next(state, TEN.plus(HOUR), Optional.empty()))
                .isEqualTo(window("2026-11-21T10:00:00.123Z", "2026-11-21T11:00:00.123Z"));
    }

    @Test
    void aFailureIsARunButNotTheEndOfItsWindow() {
        var clean = WindowState.clean(TEN, HOUR);
        var failed = clean.afterFailure();

        assertThat(failed.batchIndex()).isEqualTo(1);
        assertThat(failed.lastFailed()).isEqualTo(clean.uuidOfNext());
        assertThat(failed.lastSuccess()).isNull();
        assertThat(Window.next(failed, TEN.plus(HOUR), Optional.empty()))
                .as("longer by what failed")
                .isEqualTo(window("2026-11-21T09:00:00.123Z", "2026-11-21T11:00:00.123Z"));
    }

    @Test
    void afterADowntimeComesOneLongWindowOrSeveralOfALength() {
        var state = new WindowState(SERIES, 3, Instant.parse("2026-11-21T07:30:00Z"), null, null);

        assertThat(Window.next(state, TEN, Optional.empty()))
                .isEqualTo(window("2026-11-21T07:30:00Z", "2026-11-21T10:00:00.123Z"));

        var ends = new StringBuilder();
        for (var window = Window.next(state, TEN, Optional.of(HOUR));
                !window.isEmpty();
                window = Window.next(state, TEN, Optional.of(HOUR))) {
            ends.append(Window.format(window.end())).append('\n');
            state = state.afterSuccess(window);
        }
        assertThat(ends).hasToString("""
                2026-11-21T08:30:00.000Z
                2026-11-21T09:30:00.000Z
                2026-11-21T10:00:00.123Z
                """);
    }

    @Test
    void aClockThatWasSetBackMakesAnEmptyWindow() {
        var state = new WindowState(SERIES, 3, TEN.plusSeconds(1), null, null);

        assertThat(Window.next(state, TEN, Optional.empty()).isEmpty()).isTrue();
        assertThat(Window.next(state, TEN, Optional.of(HOUR)).isEmpty()).isTrue();
    }

    @Test
    void theSameRunHasTheSameUuidAndEachItsOwn() {
        var state = new WindowState(SERIES, 3, TEN, null, null);
        var after = state.afterSuccess(new Window(TEN, TEN.plus(HOUR)));

        assertThat(state.uuidOfNext()).isEqualTo(new WindowState(SERIES, 3, TEN, null, null).uuidOfNext());
        assertThat(after.uuidOfNext()).isNotEqualTo(state.uuidOfNext());
        assertThat(state.afterFailure().uuidOfNext()).isNotEqualTo(state.uuidOfNext());
    }

    @Test
    void itsPlaceSaysAllAndABrokenOneIsFoundOut() throws Exception {
        var state = new WindowState(SERIES, 3, TEN, TEN, SERIES);

        assertThat(state.asPlace()).isEqualTo("""
                {"series":"0b6e1c1e-6a1a-4a4e-9d3e-0d8f3a2b1c00","batch_index":3,"next_start":"2026-11-21T10:00:00.123456Z",\
                "last_successful_timestamp":"2026-11-21T10:00:00.123456Z",\
                "last_failed_uuid":"0b6e1c1e-6a1a-4a4e-9d3e-0d8f3a2b1c00"}""");
        assertThat(WindowState.read(state.asPlace())).isEqualTo(state);
        for (var broken : new String[] {
            "", "{}", "null", "{\"series\":1}", state.asPlace().substring(9)
        }) {
            assertThatThrownBy(() -> WindowState.read(broken)).as(broken).isInstanceOf(IOException.class);
        }
    }

    @Test
    void thePayloadOfASuccess() {
        var state = new WindowState(SERIES, 11, TEN, TEN, SERIES);
        var payload = new Payload(
                new Payload.Whose("acme", "north"),
                "shop",
                state,
                new Window(TEN, TEN.plus(HOUR)),
                "",
                Map.of("orders", LongNode.valueOf(17)),
                Map.of("refunds", "no such table"));

        assertThat(payload.asJson().toPrettyString()).isEqualTo("""
                {
                  "client_id" : "acme",
                  "site_id" : "north",
                  "batch_index" : 12,
                  "uuid" : "%s",
                  "stats" : {
                    "status" : "success",
                    "start_time" : "2026-11-21T10:00:00.123Z",
                    "end_time" : "2026-11-21T11:00:00.123Z",
                    "orders" : 17
                  },
                  "additional" : {
                    "target" : "shop",
                    "series" : "0b6e1c1e-6a1a-4a4e-9d3e-0d8f3a2b1c00",
                    "last_successful_timestamp" : "2026-11-21T10:00:00.123Z",
                    "last_failed_uuid" : "0b6e1c1e-6a1a-4a4e-9d3e-0d8f3a2b1c00",
                    "errors" : {
                      "refunds" : "no such table"
                    }
                  }
                }""".formatted(state.uuidOfNext()));
    }

    @Test
    void thePayloadOfAFailure() { // PA-09
        var payload = new Payload(
                new Payload.Whose("", ""),
                "shop",
                new WindowState(SERIES, 0, TEN, null, null),
                new Window(TEN, TEN.plus(HOUR)),
                "nobody listens",
                Map.of("host", TextNode.valueOf("fine")),
                Map.of());

        var json = payload.asJson();
        assertThat(json.get("stats")).hasToString("""
                {"status":"failure","start_time":"2026-11-21T10:00:00.123Z","end_time":"2026-11-21T11:00:00.123Z","host":"fine"}""");
        assertThat(json.get("additional").get("error").textValue()).isEqualTo("nobody listens");
    }

    private static Window window(String start, String end) {
        return new Window(Instant.parse(start), Instant.parse(end));
    }
}
