package io.pulsefleet.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.settings.schedule.Schedule;
import io.pulsefleet.settings.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RingsTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00Z");

    @Test
    void nothingIsDueBeforeItsMomentAndOfSeveralThatAreOverOnlyTheLast() {
        var rings = rings("", Duration.ofSeconds(10));

        assertThat(rings.due(AT.plusMillis(9_999))).isEmpty();
        assertThat(rings.due(AT.plusSeconds(10))).hasValue(AT.plusSeconds(10));
        assertThat(rings.due(AT.plusSeconds(3_605))).as("the server slept").hasValue(AT.plusSeconds(3_600));
    }

    @Test
    void aClockThatWasSetBackHoldsUpNoVisit() {
        var rings = rings("", Duration.ofSeconds(10));

        assertThat(rings.due(AT.minusSeconds(3_601))).isEmpty();
        assertThat(rings.due(AT.minusSeconds(3_599))).hasValue(AT.minusSeconds(3_600));
    }

    @Test
    void itWakesForTheNextMomentAndEachMinuteAtLeast() {
        var soon = new Rings(new Timetable(Schedule.NONE, Duration.ofSeconds(5)), Instant.now());
        var late = rings("cron 0 2 29 2 *", Duration.ofSeconds(10));
        var never = rings("paused", Duration.ofSeconds(10));

        assertThat(soon.getNextRunTime(null, null))
                .isBeforeOrEqualTo(Instant.now().plusSeconds(5));
        assertThat(late.getNextRunTime(null, null))
                .isBetween(Instant.now().plusSeconds(50), Instant.now().plusSeconds(61));
        assertThat(never.getNextRunTime(null, null))
                .isBetween(Instant.now().plusSeconds(50), Instant.now().plusSeconds(61));
        assertThat(never.due(AT.plusSeconds(100))).isEmpty();
    }

    private static Rings rings(String schedule, Duration every) {
        return new Rings(new Timetable(Schedule.of(schedule), every), AT);
    }
}
