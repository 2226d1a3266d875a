package io.pulsefleet.e2e.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShopConfigTest {

    @Test
    void thereIsAShopUnlessItIsSwitchedOffOrThereAreServersOfOnesOwn() {
        var nothing = settings(Map.of());

        assertThat(ShopConfig.isWanted(nothing, List.of("HOME", "PULSE_DATA"), List.of("PA_DB_HOST=db1", "")))
                .isTrue();
        assertThat(ShopConfig.isWanted(settings(Map.of("pulse.shop", "off")), List.of(), List.of()))
                .isFalse();
        for (var own :
                List.of("PULSE_POSTGRES_TARGETS", "PULSE_PG_LOG_FILES", "PULSE_INI_FILE", "BITVILLE_PG_DB_HOST")) {
            assertThat(ShopConfig.isWanted(nothing, List.of(own), List.of()))
                    .as(own)
                    .isFalse();
            assertThat(ShopConfig.isWanted(nothing, List.of(), List.of("# mine", "  " + own + "=x")))
                    .as(own)
                    .isFalse();
        }
    }

    private static Settings settings(Map<String, String> given) {
        return new Settings(name -> Optional.ofNullable(given.get(name)));
    }
}
