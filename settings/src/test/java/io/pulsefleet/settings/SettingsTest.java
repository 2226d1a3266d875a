package io.pulsefleet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final Setting<Duration> EVERY = Setting.duration("pulse.system.every", "10s", "How often.");
    private static final Setting<Long> LIMIT = Setting.size("pulse.spool.limit", "256MB", "How much.");
    private static final Setting<String> NAME = Setting.text("pulse.host.name", "", "What this host is called.");

    /** PA-11 */
    @Test
    void aNameThatItHadElsewhereIsAskedBehindItsOwn() {
        var host = Setting.text("pulse.queries.db.host", "localhost", "Where it is.")
                .formerly("PA_DB_HOST");

        assertThat(given(Map.of("PA_DB_HOST", "old")).get(host)).isEqualTo("old");
        assertThat(given(Map.of("PA_DB_HOST", "old", "pulse.queries.db.host", "ours"))
                        .get(host))
                .isEqualTo("ours");
        assertThat(given(Map.of()).get(host)).isEqualTo("localhost");
    }

    @Test
    void fallsBackToTheDefault() {
        var none = given(Map.of());

        assertThat(none.get(EVERY)).isEqualTo(Duration.ofSeconds(10));
        assertThat(none.get(LIMIT)).isEqualTo(256L << 20);
        assertThat(none.find(NAME)).isEmpty();
    }

    @Test
    void readsDurationsAndSizesAsPeopleWriteThem() {
        assertThat(given(Map.of("pulse.system.every", "500ms")).get(EVERY)).isEqualTo(Duration.ofMillis(500));
        assertThat(given(Map.of("pulse.system.every", "2d")).get(EVERY)).isEqualTo(Duration.ofDays(2));
        assertThat(given(Map.of("pulse.spool.limit", "64KB")).get(LIMIT)).isEqualTo(65_536L);
        assertThat(given(Map.of("pulse.spool.limit", "512")).get(LIMIT)).isEqualTo(512L);
    }

    @Test
    void namesEveryMistakeAtOnce() {
        var settings = given(Map.of("pulse.system.every", "soon", "pulse.spool.limit", "much"));

        assertThatThrownBy(() -> settings.check(List.of(EVERY, LIMIT, NAME)))
                .hasMessage("PULSE_SYSTEM_EVERY: cannot read 'soon' (How often.); "
                        + "PULSE_SPOOL_LIMIT: cannot read 'much' (How much.)");
    }

    private static Settings given(Map<String, String> values) {
        return new Settings(name -> Optional.ofNullable(values.get(name)));
    }
}
