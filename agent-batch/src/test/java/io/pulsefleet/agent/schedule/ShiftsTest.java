package io.pulsefleet.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.jobs.Jobs;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.schedule.Schedule;
import io.pulsefleet.settings.schedule.Timetable;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.Plan.PlannedJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShiftsTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00Z");
    private static final Duration EVERY = Duration.ofSeconds(10);
    private final Rings rings = rings("");

    private final SaidJobs jobs = new SaidJobs();
    private final Troubles troubles = new Troubles();
    private final Shifts shifts = new PlainShifts();

    @BeforeEach
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here
    void aCollector() {
        shifts.jobs = jobs;
        shifts.troubles = troubles;
        shifts.collectors = new Collectors() {
            @Override
            public synchronized void outdate(String name) {
                jobs.said.add("outdate " + name);
            }
        };
        shifts.add(new Duty("system", "", Shift.Kind.COLLECTOR, EVERY));
    }

    @Test
    void aMomentIsRungOnceAlsoWhenTheClockIsSetBack() {
        shifts.ring("system", rings, AT.plusMillis(3));
        shifts.ring("system", rings, AT.minusMillis(1));
        shifts.ring("system", rings, AT.minusMillis(2));
        shifts.ring("system", rings, AT.plusMillis(1));
        shifts.ring("system", rings, AT.plusSeconds(10));

        assertThat(jobs.said).containsExactly("ring 2026-11-21T10:15:00Z", "ring 2026-11-21T10:15:10Z");
    }

    @Test
    void visitsThatTakeTooLongAreToldUntilTheyKeepToTheirInterval() {
        jobs.busy = true;
        shifts.ring("system", rings, AT);
        shifts.ring("system", rings, AT.plusSeconds(10));

        assertThat(troubles.now())
                .containsExactly(
                        "system: a visit takes longer than its interval of PT10S; visits are left out. Plan a longer interval.");

        jobs.busy = false;
        shifts.ring("system", rings, AT.plusSeconds(20));

        assertThat(troubles.now()).isEmpty();
    }

    @Test
    void whatThePlanStoppedThePlanStartsAgain() {
        jobs.state = "STARTED";
        shifts.onPlan(plan(false));
        shifts.onPlan(plan(false));
        shifts.onPlan(plan(true));
        shifts.onPlan(plan(true));

        assertThat(jobs.said).containsExactly("stop", "start");
    }

    @Test
    void whatAPersonStoppedNoPlanStarts() {
        jobs.state = "STARTED";
        shifts.onPlan(plan(false));
        shifts.onPlan(plan(true));
        shifts.stop("system");
        shifts.onPlan(plan(false));
        shifts.onPlan(plan(true));

        assertThat(jobs.said).containsExactly("stop", "start", "stop");
    }

    /** SP-08 */
    @Test
    void whatReadsChangedSettingsStopsAndStartsByItself() {
        jobs.state = "STARTED";
        shifts.reread(Set.of("system"));
        shifts.onPlan(plan(true));

        assertThat(jobs.said).containsExactly("outdate system", "stop", "look soon", "start");
    }

    /** SP-08 */
    @Test
    void changedSettingsDoNotStartWhatAPersonStopped() {
        jobs.state = "STARTED";
        shifts.stop("system");
        shifts.reread(Set.of("system"));
        shifts.onPlan(plan(true));

        assertThat(jobs.said).containsExactly("stop", "outdate system", "look soon");
    }

    /** PA-12 */
    @Test
    void oneVisitIsOwedWhereSomeWereMissedAndTheRuleSaysSo() {
        var daily = new Timetable(Schedule.of("cron 0 2 * * *; missed once"), EVERY);
        var skipping = new Timetable(Schedule.of("cron 0 2 * * *"), EVERY);
        var yesterday = Optional.of(Instant.parse("2026-11-20T02:00:00Z"));
        var today = Optional.of(Instant.parse("2026-11-21T02:00:00Z"));

        assertThat(Shifts.isOwed(daily, yesterday, AT)).isTrue();
        assertThat(Shifts.isOwed(daily, today, AT)).isFalse();
        assertThat(Shifts.isOwed(daily, Optional.empty(), AT))
                .as("it is new here")
                .isFalse();
        assertThat(Shifts.isOwed(skipping, yesterday, AT)).isFalse();
    }

    @Test
    void whenAJobWasRungForLastIsKeptOverAStart(@TempDir Path home) throws Exception {
        var file = home.resolve("agent/rings.json");
        new LastRings(file).keep("queries", AT);

        assertThat(new LastRings(file).of("queries")).hasValue(AT);
        assertThat(new LastRings(file).of("docker")).isEmpty();

        Files.writeString(file, "{half");

        assertThat(new LastRings(file).of("queries")).isEmpty();
    }

    private static Rings rings(String schedule) {
        return new Rings(new Timetable(Schedule.of(schedule), EVERY), AT.minusMillis(1));
    }

    /** Without a container. */
    private static final class PlainShifts extends Shifts {

        @Override
        Duration every(String collector) {
            return EVERY;
        }

        @Override
        Schedule schedule(String collector) {
            return Schedule.NONE;
        }

        @Override
        void lookSoon() {
            ((SaidJobs) jobs).said.add("look soon");
        }
    }

    private static Plan plan(boolean enabled) {
        return new Plan(List.of(new PlannedJob("system", EVERY, enabled)));
    }

    /** Jobs that do at once as they are told, and note it. */
    private static final class SaidJobs extends Jobs {

        final List<String> said = new ArrayList<>();
        String state = "NONE";
        boolean busy;

        @Override
        public synchronized JobRun start(String job) {
            return turn("start", "STARTED");
        }

        @Override
        public synchronized JobRun stop(String job) {
            return turn("stop", "STOPPED");
        }

        @Override
        public List<JobRun> runs(String job) {
            return List.of(run());
        }

        @Override
        public boolean ring(String job, Instant at) {
            said.add("ring " + at);
            return !busy;
        }

        private JobRun turn(String how, String next) {
            said.add(how);
            state = next;
            return run();
        }

        private JobRun run() {
            return new JobRun("system", "b-1", 1, state, AT, null, 0, 0, 0, 0, "", AT);
        }
    }
}
