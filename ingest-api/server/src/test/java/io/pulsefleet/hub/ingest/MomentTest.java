package io.pulsefleet.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T10:15:00.123Z, 2026-11-21T10:15:00.123Z",
        "2026-11-21T11:15:00.123456+01:00, 2026-11-21T10:15:00.123456Z",
        "2026-11-21T11:15:00+0100, 2026-11-21T10:15:00Z",
        "2026-11-21 10:15:00.5+00, 2026-11-21T10:15:00.500Z",
        "2026-11-21 10:15:00 UTC, 2026-11-21T10:15:00Z",
        "2026-11-21T10:15:00, 2026-11-21T10:15:00Z",
        "2026-11-21T10:15, 2026-11-21T10:15:00Z",
    })
    void isReadAsProgramsWriteIt(String text, Instant meant) {
        assertThat(Moment.read(text)).contains(meant);
    }

    @Test
    void mayBeSecondsOrMillisecondsSinceTheEpoch() {
        var json = JsonNodeFactory.instance;
        var meant = Instant.parse("2026-11-21T10:15:00.500Z");
        assertThat(Moment.read(json.numberNode(1795256100.5))).contains(meant);
        assertThat(Moment.read(json.numberNode(1795256100500L))).contains(meant);
        assertThat(Moment.read(json.numberNode(-1))).isEmpty();
        assertThat(Moment.read(json.numberNode(Double.NaN))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-11-21", "2026-13-01T00:00:00Z", "10:15:00", "20261121T101500Z"})
    void isNotGuessed(String text) {
        assertThat(Moment.read(text)).isEmpty();
    }
}
