package io.pulsefleet.agent.schedule;

import static io.pulsefleet.agent.schedule.Keeper.NOTHING;
import static io.pulsefleet.agent.schedule.Keeper.START;
import static io.pulsefleet.agent.schedule.Keeper.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.JobRun;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeeperTest {

    private static final Instant ENDED = Instant.parse("2026-11-21T10:15:00Z");
    private static final Instant SOON = ENDED.plusSeconds(59);
    private static final Instant LATER = ENDED.plusSeconds(60);

    @Test
    void startsAPlannedShiftAndTheNextWhenItsDayIsOver() {
        assertThat(Keeper.decide(Optional.empty(), true, false, SOON)).isEqualTo(START);
        assertThat(planned("COMPLETED", SOON)).isEqualTo(START);
    }

    @Test
    void startsAFailedShiftAgainButNotAtOnce() {
        assertThat(planned("FAILED", SOON)).isEqualTo(NOTHING);
        assertThat(planned("FAILED", LATER)).isEqualTo(START);
    }

    @Test
    void leavesAloneWhatAPersonStopped() {
        assertThat(planned("STOPPED", LATER)).isEqualTo(NOTHING);
    }

    @Test
    void startsAgainWhatAnEarlierPlanStopped() {
        assertThat(Keeper.decide(run("STOPPED"), true, true, SOON)).isEqualTo(START);
    }

    @Test
    void stopsWhatIsNotPlanned() {
        assertThat(Keeper.decide(run("STARTED"), false, false, SOON)).isEqualTo(STOP);
        assertThat(Keeper.decide(run("STOPPING"), false, false, SOON)).isEqualTo(NOTHING);
        assertThat(Keeper.decide(Optional.empty(), false, false, SOON)).isEqualTo(NOTHING);
    }

    @Test
    void letsARunningShiftRun() {
        assertThat(planned("STARTED", LATER)).isEqualTo(NOTHING);
    }

    private static Keeper planned(String state, Instant now) {
        return Keeper.decide(run(state), true, false, now);
    }

    private static Optional<JobRun> run(String state) {
        var begun = ENDED.minusSeconds(10);
        return Optional.of(new JobRun("system", "boot", 1, state, begun, ENDED, 0, 0, 0, 0, "", ENDED));
    }
}
