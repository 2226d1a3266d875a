package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.uptime.Trial;
import io.pulsefleet.store.uptime.Trials.Agent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is asked to try a monitor, and how it is with that (UO-01, UO-06). */
class TrialBookTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Agent PROBER = agent("prober", "fra-1", true);
    private static final Agent STANDBY = agent("standby", "fra-1", false);
    private static final Agent OTHER = agent("other", "ber-1", false);
    private static final Agent NOWHERE = agent("nowhere", null, false);

    @Test
    void anAgentOfItsDatacentersIsAskedAndAnyWhereItNamesNone() {
        var online = List.of(PROBER, NOWHERE, OTHER, STANDBY);

        assertThat(TrialBook.usual(List.of("fra-1"), online)).contains(PROBER);
        assertThat(TrialBook.usual(List.of("ber-1", "rome"), online)).contains(OTHER);
        assertThat(TrialBook.usual(List.of("rome"), online)).isEmpty();
        assertThat(TrialBook.usual(List.of(), List.of(NOWHERE, STANDBY))).contains(STANDBY);
        assertThat(TrialBook.usual(List.of(), List.of(NOWHERE))).contains(NOWHERE);
        assertThat(TrialBook.usual(List.of(), List.of())).isEmpty();
    }

    @Test
    void itWaitsUntilItsAgentHearsThenRunsAndHasNoAnswerWhenItsTimeIsOver() {
        assertThat(viewed(null, 39)).isEqualTo("waiting false null");
        assertThat(viewed(NOON, 39)).isEqualTo("running false null");
        assertThat(viewed(null, 40))
                .isEqualTo("no_answer true web-1 did not ask for work in time: look whether it is online, or choose"
                        + " another agent");
        assertThat(viewed(NOON, 40))
                .isEqualTo("no_answer true web-1 was told and did not answer in time: look at its troubles, or choose"
                        + " another agent; one of an older version knows no trials");
    }

    private static String viewed(Instant handedAt, int seconds) {
        var view = TrialView.of(
                new Trial(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "web-1",
                        "fra-1",
                        NOON,
                        "admin",
                        NOON.plusSeconds(40),
                        "{}",
                        Optional.empty(),
                        handedAt,
                        null),
                NOON.plusSeconds(seconds));
        return view.state() + " " + view.over() + " " + view.detail();
    }

    private static Agent agent(String name, String datacenter, boolean probes) {
        return new Agent(UUID.randomUUID(), name, datacenter, probes, NOON);
    }
}
