package io.pulsefleet.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.Collectors;
import io.pulsefleet.agent.jobs.Jobs;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.Plan.PlannedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShiftsTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00Z");
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Grid GRID = new Grid(EVERY);

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
        shifts.ring("system", GRID, AT.plusMillis(3));
        shifts.ring("system", GRID, AT.minusMillis(1));
        shifts.ring("system", GRID, AT.minusMillis(2));
        shifts.ring("system", GRID, AT.plusMillis(1));
        shifts.ring("system", GRID, AT.plusSeconds(10));

        assertThat(jobs.said)
                .containsExactly(
                        "ring 2026-11-21T10:15:00Z",
                        "ring 2026-11-21T10:14:50Z",
                        "ring 2026-11-21T10:15:00Z",
                        "ring 2026-11-21T10:15:10Z");
    }

    @Test
    void visitsThatTakeTooLongAreToldUntilTheyKeepToTheirInterval() {
        jobs.busy = true;
        shifts.ring("system", GRID, AT);
        shifts.ring("system", GRID, AT.plusSeconds(10));

        assertThat(troubles.now())
                .containsExactly(
                        "system: a visit takes longer than its interval of PT10S; visits are left out. Plan a longer interval.");

        jobs.busy = false;
        shifts.ring("system", GRID, AT.plusSeconds(20));

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

    /** Without a container. */
    private static final class PlainShifts extends Shifts {

        @Override
        Duration every(String collector) {
            return EVERY;
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
