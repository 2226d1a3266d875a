package io.pulsefleet.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.settings.schedule.Schedule;
import io.pulsefleet.wire.Plan.PlannedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SP-09 */
class DutyTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00.200Z");
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Duty duty = new Duty("system", "", Shift.Kind.COLLECTOR, EVERY);

    @Test
    void whileSomebodyLooksItVisitsMoreOftenAndThenAsBefore() {
        assertThat(duty.hasten(SECOND, AT.plusSeconds(30))).isTrue();
        assertThat(duty.timetable().after(AT)).hasValue(Instant.parse("2026-11-21T10:15:01Z"));
        assertThat(duty.hasten(SECOND, AT.plusSeconds(40)))
                .as("its moments stay, so nothing is rung anew")
                .isFalse();

        assertThat(duty.calm(AT.plusSeconds(39))).isFalse();
        assertThat(duty.timetable().every()).isEqualTo(SECOND);
        assertThat(duty.calm(AT.plusSeconds(40))).isTrue();
        assertThat(duty.timetable().every()).isEqualTo(EVERY);
        assertThat(duty.calm(AT.plusSeconds(41))).isFalse();
    }

    @Test
    void nobodyMakesItVisitLessOften() {
        duty.hasten(Duration.ofMinutes(1), AT.plusSeconds(30));

        assertThat(duty.timetable().every()).isEqualTo(EVERY);
    }

    @Test
    void hoursWithoutVisitsStay() {
        duty.follow(EVERY, Schedule.of("not Mon-Sun 10:00-11:00"));
        duty.hasten(SECOND, AT.plusSeconds(30));

        assertThat(duty.timetable().after(AT)).hasValue(Instant.parse("2026-11-21T11:00:00Z"));
    }

    @Test
    void whatVisitsByTheCalendarOrNotAtAllIsNotHastened() {
        duty.follow(EVERY, Schedule.of("cron 0 2 * * *"));
        assertThat(duty.hasten(SECOND, AT.plusSeconds(30))).isFalse();
        assertThat(duty.timetable().after(AT)).hasValue(Instant.parse("2026-11-22T02:00:00Z"));

        duty.follow(EVERY, Schedule.NONE);
        duty.follow(Optional.of(new PlannedJob("system", EVERY, false)));
        assertThat(duty.hasten(SECOND, AT.plusSeconds(30))).isFalse();
    }
}
