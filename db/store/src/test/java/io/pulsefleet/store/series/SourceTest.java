package io.pulsefleet.store.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            PT1H,  10,     false, RAW
            PT6H,  3600,   false, RAW
            PT7H,  3600,   false, HOUR
            PT24H, 10,     false, RAW
            PT24H, 90,     false, RAW
            PT24H, 300,    false, MINUTE
            P7D,   1800,   false, TEN_MINUTES
            P30D,  3600,   false, HOUR
            P30D,  5400,   false, TEN_MINUTES
            P365D, 86400,  false, DAY
            P365D, 604800, false, DAY
            P365D, 86400,  true,  RAW
            """)
    void isTheCoarsestWhoseStretchesFitIntoTheStep(Duration span, long step, boolean everyValue, Source source) {
        assertThat(Source.choice(span, Duration.ofSeconds(step), everyValue)).isEqualTo(source);
    }
}
