package io.pulsefleet.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.settings.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PG-05 */
class CorrelationTest {

    @Test
    void anApplicationsNameMayBearTheIdOfARequest() {
        var byDefault = Correlation.from(new Settings(name -> Optional.empty()));

        assertThat(byDefault.idIn("checkout:4711-ab")).contains("4711-ab");
        assertThat(byDefault.idIn("pgAdmin 4 - CONN:1234567")).isEmpty();
        assertThat(byDefault.idIn("checkout:a:b")).contains("a:b");
        assertThat(byDefault.idIn("psql")).isEmpty();
        assertThat(byDefault.idIn("checkout:")).isEmpty();
        assertThat(byDefault.idIn("")).isEmpty();
        assertThat(byDefault.idIn(null)).isEmpty();
    }

    @Test
    void thePatternIsASetting() {
        assertThat(Correlation.from(given("req=(\\d+);.*")).idIn("req=17;shop")).contains("17");
        assertThatThrownBy(() -> Correlation.from(given("no group")))
                .hasMessageContaining("PULSE_POSTGRES_CORRELATION_PATTERN: cannot read 'no group'");
    }

    private static Settings given(String pattern) {
        return new Settings(name -> Optional.of(pattern));
    }
}
