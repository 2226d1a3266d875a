package io.pulsefleet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A moment on the wire is what {@link Instant#toString} says. */
class MomentWriterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T10:15:00Z",
                "2026-11-21T10:15:00.120Z",
                "2026-11-21T23:59:59.000120Z",
                "2026-11-21T00:00:00.000000007Z",
                "2024-02-29T12:00:00.999999999Z",
                "1969-12-31T23:59:59.999Z",
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59.999999999Z",
                "9999-12-31T23:59:59.999999999Z",
                "+10000-01-01T00:00:00Z"
            })
    void isWrittenAsItIsSaid(String said) {
        assertThat(written(Instant.parse(said))).isEqualTo('"' + said + '"');
    }

    @Test
    void isWrittenAsItIsSaidWhateverItIs() {
        var random = new Random(17);
        for (int i = 0; i < 10_000; i++) {
            var moment = Instant.ofEpochSecond(random.nextLong() % 200_000_000_000L, random.nextInt(1_000_000_000));

            assertThat(written(moment)).isEqualTo('"' + moment.toString() + '"');
        }
    }

    private static String written(Instant moment) {
        return new String(Json.bytes(moment), StandardCharsets.UTF_8);
    }
}
