package io.pulsefleet.hub.fleet;

import static io.pulsefleet.hub.fleet.Liveness.ERROR;
import static io.pulsefleet.hub.fleet.Liveness.OFFLINE;
import static io.pulsefleet.hub.fleet.Liveness.ONLINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LivenessTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void threeMissedHeartbeatsAreOffline() {
        assertThat(Liveness.of(NOW.minusSeconds(45), null, false, NOW)).isEqualTo(ONLINE);
        assertThat(Liveness.of(NOW.minusSeconds(46), null, false, NOW)).isEqualTo(OFFLINE);
        assertThat(Liveness.of(NOW.minusSeconds(46), null, true, NOW)).isEqualTo(OFFLINE);
        assertThat(Liveness.of(null, null, false, NOW)).isEqualTo(OFFLINE);
    }

    @Test
    void aSenderThatIsNotOursHasAnIntervalOfItsOwn() {
        var hours = Duration.ofHours(3);
        assertThat(Liveness.of(NOW.minus(hours), hours, false, NOW)).isEqualTo(ONLINE);
        assertThat(Liveness.of(NOW.minus(hours).minusSeconds(1), hours, false, NOW))
                .isEqualTo(OFFLINE);
    }

    @Test
    void aTroubleIsAnError() {
        assertThat(Liveness.of(NOW, null, true, NOW)).isEqualTo(ERROR);
    }
}
