package io.pulsefleet.hub.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.fleet.FleetJobs.Now;
import io.pulsefleet.store.fleet.Rhythm;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobMarkTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private static Now running(
            Duration dueBefore, Duration lastVisitBefore, long visits, long readings, boolean reads) {
        return job(
                "STARTED",
                dueBefore == null ? null : NOW.minus(dueBefore),
                lastVisitBefore == null ? null : NOW.minus(lastVisitBefore),
                visits,
                readings,
                reads);
    }

    private static Now job(
            String state, Instant dueAt, Instant lastVisitAt, long visits, long readings, boolean reads) {
        return job(state, dueAt, lastVisitAt, visits, readings, Rhythm.NONE, reads);
    }

    private static Now job(
            String state,
            Instant dueAt,
            Instant lastVisitAt,
            long visits,
            long readings,
            Rhythm rhythm,
            boolean reads) {
        return new Now(
                new UUID(0, 1),
                "web-1",
                NOW,
                "b",
                1,
                "system",
                state,
                NOW.minusSeconds(9_000),
                null,
                visits,
                readings,
                0,
                0,
                "",
                NOW,
                dueAt,
                lastVisitAt,
                rhythm,
                reads);
    }

    @Test
    void whatIsOverSinceItWasDueIsInTime() {
        assertThat(JobMark.of(running(Duration.ofHours(1), Duration.ofHours(1), 5, 50, true)))
                .isEmpty();
        assertThat(JobMark.of(running(null, null, 0, 0, false)))
                .as("visits nobody")
                .isEmpty();
    }

    @Test
    void aVisitThatIsNotOverIsLateAfterAMinuteAndStuckAfterAQuarterOfAnHour() {
        assertThat(JobMark.of(running(Duration.ofSeconds(60), null, 0, 0, false)))
                .isEmpty();
        assertThat(JobMark.of(running(Duration.ofSeconds(61), null, 0, 0, false)))
                .contains(JobMark.LATE);
        assertThat(JobMark.of(running(Duration.ofMinutes(15), Duration.ofMinutes(16), 9, 90, true)))
                .contains(JobMark.LATE);
        assertThat(JobMark.of(running(Duration.ofSeconds(901), Duration.ofMinutes(16), 9, 90, true)))
                .contains(JobMark.STUCK);
    }

    @Test
    void nothingReadIsAMarkOnlyWhereSomethingUsuallyIs() {
        assertThat(JobMark.of(running(null, null, 3, 0, true))).contains(JobMark.EMPTY);
        assertThat(JobMark.of(running(null, null, 2, 0, true))).isEmpty();
        assertThat(JobMark.of(running(null, null, 3, 0, false))).isEmpty();
        assertThat(JobMark.of(running(null, null, 3, 1, true))).isEmpty();
    }

    @Test
    void aVisitThatTakesMuchLongerThanUsualIsSlowAlsoWhileItGoesOn() {
        assertThat(JobMark.of(took(31.0, 10.0))).contains(JobMark.SLOW);
        assertThat(JobMark.of(took(30.0, 10.0))).isEmpty();
        assertThat(JobMark.of(took(5.0, 0.1))).as("only 4.9 s more").isEmpty();
        assertThat(JobMark.of(took(100.0, null)))
                .as("nobody knows what is usual")
                .isEmpty();

        var goesOn = job("STARTED", NOW.minusSeconds(40), null, 9, 90, new Rhythm(null, null, null, 10.0), true);
        assertThat(JobMark.of(goesOn)).contains(JobMark.SLOW);
    }

    @Test
    void whatRestsByItsScheduleIsNotLate() {
        var lastDue = NOW.minusSeconds(36_000);
        var rests = job(
                "STARTED",
                lastDue,
                lastDue.plusSeconds(1),
                9,
                90,
                new Rhythm(NOW.plusSeconds(36_000), "hours", 1.0, 1.0),
                true);
        assertThat(JobMark.of(rests)).isEmpty();
    }

    private static Now took(double seconds, Double usual) {
        var due = NOW.minusSeconds(200);
        return job("STARTED", due, NOW.minusSeconds(1), 9, 90, new Rhythm(null, null, seconds, usual), true);
    }

    @Test
    void whatDoesNotRunIsNotMarked() {
        assertThat(JobMark.of(job("STOPPED", NOW.minusSeconds(9_000), null, 9, 0, true)))
                .isEmpty();
    }
}
