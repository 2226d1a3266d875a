package io.pulsefleet.agent.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PU-01: the rules by which a lost channel is opened again. */
class ReconnectionTest {

    @Test
    void thePauseDoublesUpToTheLongestAndIsByChanceBelowThat() {
        var reconnection = Reconnection.of(settings(Map.of()));
        var ceilings = new ArrayList<Long>();
        for (int i = 0; i < 7; i++) {
            reconnection = reconnection.afterFailure();
            ceilings.add(reconnection.pause(1).orElseThrow().toSeconds());
        }

        assertThat(ceilings).containsExactly(5L, 10L, 20L, 40L, 60L, 60L, 60L);
        assertThat(reconnection.pause(0.25)).contains(Duration.ofSeconds(15));
        assertThat(reconnection.pause(0)).contains(Duration.ZERO);
        assertThat(reconnection.afterSuccess().pause(1)).contains(Duration.ofSeconds(5));
    }

    /** However often it failed before; agents whose heartbeats came through at once do not connect at once. */
    @Test
    void itComesSoonOnceTheHubIsBack() {
        var reconnection = Reconnection.of(settings(Map.of()));
        for (int i = 0; i < 7; i++) {
            reconnection = reconnection.afterFailure();
        }

        assertThat(reconnection.pauseOnceBack(0.5)).isEqualTo(Duration.ofMillis(7_500));
        assertThat(reconnection.pauseOnceBack(0)).isEqualTo(Duration.ZERO);
    }

    @Test
    void itEndsWhereTheSettingsSaySo() {
        var never = Reconnection.of(settings(Map.of("RECONNECT_ENABLED", "false")));
        var twice = Reconnection.of(settings(Map.of("RECONNECT_MAX_ATTEMPTS", "2", "RECONNECT_INTERVAL", "3")));

        assertThat(never.pause(1)).isEmpty();
        assertThat(twice.afterFailure().pause(1)).contains(Duration.ofSeconds(3));
        assertThat(twice.afterFailure().afterFailure().pause(1)).isEmpty();
    }

    private static Settings settings(Map<String, String> given) {
        return new Settings(name -> Optional.ofNullable(given.get(name)));
    }
}
