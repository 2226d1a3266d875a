package io.pulsefleet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedTest {

    @Test
    void aFileIsPackedOnce() throws Exception {
        var text = "export const T = 'text';\n".repeat(100).getBytes(StandardCharsets.UTF_8);
        var read = new AtomicInteger();
        var packed = new Packed(path -> {
            read.incrementAndGet();
            return new ByteArrayInputStream(text);
        });

        var bytes = packed.of("/app.js");

        assertThat(bytes).hasSizeLessThan(text.length / 10);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
                .isEqualTo(text);
        assertThat(packed.of("/app.js")).isEqualTo(bytes);
        assertThat(read).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "gzip, deflate, br, zstd | true",
                "br;q=1.0, GZIP;q=0.8    | true",
                "gzip;q=0                | false",
                "gzip; q=0.000           | false",
                "br                      | false",
                "''                      | false",
                "none                    | false"
            })
    void whoTakesGzipSaysSo(String header, boolean isTaken) {
        assertThat(Packed.isTaken(header)).isEqualTo(isTaken);
    }

    @ParameterizedTest
    @CsvSource({
        "text/css, true",
        "text/javascript, true",
        "application/javascript, true",
        "image/svg+xml, true",
        "image/png, false"
    })
    void whatIsPackedAlreadyIsLeftAlone(String type, boolean isWorthIt) {
        assertThat(Packed.isWorthIt(type)).isEqualTo(isWorthIt);
    }
}
