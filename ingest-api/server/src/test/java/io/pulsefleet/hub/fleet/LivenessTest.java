package io.pulsefleet.hub.fleet;

import static io.pulsefleet.hub.fleet.Liveness.ERROR;
import static io.pulsefleet.hub.fleet.Liveness.OFFLINE;
import static io.pulsefleet.hub.fleet.Liveness.ONLINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LivenessTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void threeMissedHeartbeatsAreOffline() {
        assertThat(Liveness.of(NOW.minusSeconds(45), false, NOW)).isEqualTo(ONLINE);
        assertThat(Liveness.of(NOW.minusSeconds(46), false, NOW)).isEqualTo(OFFLINE);
        assertThat(Liveness.of(NOW.minusSeconds(46), true, NOW)).isEqualTo(OFFLINE);
        assertThat(Liveness.of(null, false, NOW)).isEqualTo(OFFLINE);
    }

    @Test
    void aTroubleIsAnError() {
        assertThat(Liveness.of(NOW, true, NOW)).isEqualTo(ERROR);
    }
}
