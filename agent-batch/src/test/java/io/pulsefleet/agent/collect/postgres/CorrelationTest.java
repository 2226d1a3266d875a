package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CorrelationTest {

    @Test
    void standsBehindAColonByDefault() { // PG-05
        var byDefault = PostgresConfig.CORRELATION.read().apply(PostgresConfig.CORRELATION.byDefault());

        assertThat(byDefault.idIn("checkout:7f3a-22")).contains("7f3a-22");
        assertThat(byDefault.idIn("checkout:a:b")).contains("a:b");
        assertThat(byDefault.idIn("psql")).isEmpty();
        assertThat(byDefault.idIn("checkout:")).isEmpty();
        assertThat(byDefault.idIn("")).isEmpty();
        assertThat(byDefault.idIn(null)).isEmpty();
    }

    @Test
    void mayStandAnywhere() { // PG-05
        assertThat(Correlation.of(".*\\[req=([0-9a-f]+)\\].*").idIn("web [req=7f3a] 3"))
                .contains("7f3a");
    }

    @Test
    void aPatternWithoutAGroupIsAMistake() {
        assertThatThrownBy(() -> Correlation.of("[a-z]+")).hasMessageContaining("has no ( ) around the id");
        assertThatThrownBy(() -> Correlation.of("(")).isInstanceOf(IllegalArgumentException.class);
    }
}
